#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>

#include "libs/http/server.h"
#include "simulator/api/router.h"
#include "simulator/api/workers.h"
#include "simulator/simulation.h"

namespace nexus::simulator {

// The API as its clients see it: takes a request through the checks in the
// order that Proxmox VE makes them, and answers.
class Api {
 public:
  explicit Api(Simulation& simulation);

  boost::asio::awaitable<void> Handle(http::Exchange& exchange);

 private:
  // Answers, or does what a fault wants instead.
  boost::asio::awaitable<void> Serve(http::Exchange& exchange, const ApiRequest& request);
  boost::asio::awaitable<http::Response> Respond(http::Exchange& exchange,
                                                 const ApiRequest& request,
                                                 const std::optional<Router::Found>& found);

  // Everything before the handler: who, whether it exists, whether it may.
  absl::StatusOr<Identity> Admit(const http::Request& request, const ApiRequest& api,
                                 const std::optional<Router::Found>& found,
                                 const RawParameters& parameters);

  // Runs the handler where it belongs; 596 when a worker takes too long.
  boost::asio::awaitable<absl::StatusOr<Answer>> Forward(Identity identity, Router::Found found,
                                                         RawParameters parameters);
  boost::asio::awaitable<absl::StatusOr<Answer>> Execute(Identity identity, Router::Found found,
                                                         RawParameters parameters);

  Simulation& simulation_;
  Router router_;
  Workers workers_;
};

}  // namespace nexus::simulator
