#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include <boost/asio/io_context.hpp>

#include "libs/http/server.h"
#include "libs/rpc/metrics.h"

namespace nexus::rpc {

// The operations listener of a process: /healthz (it runs), /readyz (it can
// serve; 503 with the reason if not), /metrics. Plain HTTP on a thread of its own.
class Operations {
 public:
  Operations(const std::string& address, Metrics& metrics, std::function<absl::Status()> ready);
  ~Operations();

 private:
  boost::asio::io_context context_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

}  // namespace nexus::rpc
