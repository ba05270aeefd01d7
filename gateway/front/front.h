#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <prometheus/histogram.h>

#include "gateway/files/static_files.h"
#include "gateway/front/api.h"
#include "gateway/front/trusted_proxies.h"
#include "gateway/live/live_streams.h"
#include "libs/base/ids.h"
#include "libs/http/server.h"
#include "libs/rpc/metrics.h"

namespace nexus::gateway {

// Everything that a browser or a program can ask for: sends each request to the
// API, the event stream or the files, and puts on every answer what all of them
// carry. One line of log and one measurement per request.
class Front {
 public:
  // Null `files`: an API without pages.
  Front(Api& api, LiveStreams& streams, const StaticFiles* files, std::string openapi_document,
        TrustedProxies proxies, IdSource& ids, rpc::Metrics& metrics);

  boost::asio::awaitable<void> Serve(http::Exchange& exchange);

 private:
  // The answer, and what it is called in logs and metrics.
  boost::asio::awaitable<Api::Answer> Answer(const http::Request& request,
                                             const CallOrigin& origin);
  boost::asio::awaitable<absl::Status> Stream(http::Exchange& exchange, const CallOrigin& origin);
  void Record(const http::Request& request, const CallOrigin& origin, const std::string& route,
              int status, std::chrono::steady_clock::duration took);

  Api& api_;
  LiveStreams& streams_;
  const StaticFiles* const files_;
  const std::string openapi_document_;
  const TrustedProxies proxies_;
  IdSource& ids_;
  prometheus::Family<prometheus::Histogram>& seconds_;
};

}  // namespace nexus::gateway
