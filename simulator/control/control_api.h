#pragma once

#include <boost/asio/awaitable.hpp>

#include "libs/http/server.h"
#include "simulator/simulation.h"

namespace nexus::simulator {

// What tests see and do, over plain HTTP on a port of its own; no part of the
// API that is simulated. JSON in, JSON out; an error is `{"error": "..."}`.
//
//   GET    /state           guests, volumes and tasks as they are
//   GET    /settings        POST changes those it names
//   GET    /faults          POST adds a rule and answers its id, DELETE removes all, and
//                           so does a POST of {"clear": true}
//   DELETE /faults/{id}     tasks that hang on it go on
//   POST   /chaos           see chaos.h
class ControlApi {
 public:
  explicit ControlApi(Simulation& simulation) : simulation_(simulation) {}

  boost::asio::awaitable<void> Handle(http::Exchange& exchange);

 private:
  absl::StatusOr<nlohmann::json> Answer(std::string_view method, std::string_view path,
                                        const nlohmann::json& body);
  nlohmann::json State() const;
  absl::StatusOr<nlohmann::json> RemoveFault(std::string_view id);

  Simulation& simulation_;
};

}  // namespace nexus::simulator
