#pragma once

#include "gateway/backend/backend.h"
#include "gateway/front/trusted_proxies.h"
#include "libs/base/ids.h"
#include "libs/http/server.h"

namespace nexus::gateway {

// Where a request comes from, for logs, events and the services. A request id is
// taken from a trusted proxy and made for anybody else; a traceparent is taken
// from anybody when it is one.
CallOrigin CallOriginOf(const http::Request& request, const std::string& peer_address,
                        const TrustedProxies& proxies, IdSource& ids);

}  // namespace nexus::gateway
