#pragma once

#include <string>

#include "google/protobuf/message.h"
#include <boost/asio/awaitable.hpp>

#include "gateway/backend/assertions.h"
#include "gateway/backend/backend.h"
#include "gateway/session/credential.h"
#include "gateway/transcode/router.h"
#include "libs/base/clock.h"
#include "libs/http/server.h"

namespace nexus::gateway {

// /api/v1: finds the RPC that a request means, asks who the caller is, makes the
// call, and shows its answer. Knows no RPC by name.
class Api {
 public:
  // `public_origin` such as `https://cloud.example`; may be empty.
  Api(Router router, Backend& backend, Assertions& assertions, const Clock& clock,
      std::string public_origin);

  struct Answer {
    http::Response response;

    // The method's full name; empty when there is none. For logs and metrics.
    std::string method;
  };
  boost::asio::awaitable<Answer> Handle(const http::Request& request, const CallOrigin& origin);

 private:
  struct Call;

  boost::asio::awaitable<absl::Status> Run(Call& call);
  boost::asio::awaitable<absl::Status> RunAs(Call& call, absl::Time not_before);
  http::Response Show(Call& call, const absl::Status& status);

  const Router router_;
  Backend& backend_;
  Assertions& assertions_;
  const Clock& clock_;
  const std::string public_origin_;
};

// A router over every method of the contract.
Router ContractRouter();

}  // namespace nexus::gateway
