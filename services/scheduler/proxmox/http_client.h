#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/context.hpp>

#include "services/scheduler/domain/endpoint.h"
#include "services/scheduler/proxmox/connection.h"
#include "services/scheduler/proxmox/form.h"

namespace nexus::scheduler::proxmox {

// How to reach a cluster's API.
struct Access {
  std::vector<Endpoint> endpoints;

  // Of the certificates that are trusted; normal form.
  std::vector<std::string> fingerprints;

  // `nexus@pve!panel`, and its secret.
  std::string token_id;
  std::string token_secret;
};

enum class Verb { kGet, kPost, kPut, kDelete };

struct Call {
  Verb verb = Verb::kGet;

  // Below `/api2/json`, segments percent-encoded.
  std::string path;
  Form form;
  absl::Duration at_most = absl::Seconds(15);

  bool mutates() const { return verb != Verb::kGet; }
};

struct Answer {
  int status = 0;

  // The only text that some errors have.
  std::string reason;
  std::string body;
};

// Sends calls to the first endpoint that can be reached, over connections that
// are kept for a moment. Runs on the loop.
class HttpClient {
 public:
  HttpClient(boost::asio::any_io_executor executor, Access access);

  // Errors: Failure::kNodeDown, the call surely had no effect;
  // Failure::kUnknownOutcome, it may have had one. A read that got no answer is
  // kNodeDown, and is sent again once when a kept connection was the reason. A
  // call that changes something is never sent twice.
  Async<Answer> Send(Call call);

  // Closes the connections that are kept.
  void Discard() { idle_.clear(); }

 private:
  Async<std::unique_ptr<Connection>> Connect();
  std::unique_ptr<Connection> TakeIdle(bool mutates);
  void Keep(std::unique_ptr<Connection> connection);
  HttpRequest Encode(const Call& call) const;

  const boost::asio::any_io_executor executor_;
  const Access access_;
  boost::asio::ssl::context tls_;

  // The endpoint that answered last.
  std::size_t current_ = 0;

  // The last used at the end.
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace nexus::scheduler::proxmox
