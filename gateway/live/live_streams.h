#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "gateway/backend/assertions.h"
#include "gateway/live/feed.h"
#include "libs/base/clock.h"
#include "libs/http/server.h"
#include "libs/rpc/assertion.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::gateway {

// Server-sent events: what happens in a project, to those who may see it.
class LiveStreams {
 public:
  // `sources`: how many services are heard.
  LiveStreams(boost::asio::io_context& context, Assertions& assertions,
              rpc::Revocations& revocations, const Clock& clock, std::size_t sources);

  // What was heard of service number `source`, a heartbeat too. Any thread.
  void Hear(std::size_t source, const events::v1::Event& event);

  // Events may have been missed: every client is told to load again. Any thread.
  void Lose();

  // Streams until the client is gone, may not see the project any more, or the
  // gateway stops. An error means that nothing was sent yet. `head` is the
  // answer's head as all answers have it.
  boost::asio::awaitable<absl::Status> Serve(http::Exchange& exchange, const CallOrigin& origin,
                                             http::Response head);

  // Ends every stream.
  void Stop();

  // Open streams. Any thread.
  int open() const { return open_; }

 private:
  struct Stream;

  boost::asio::awaitable<absl::StatusOr<Identity>> Admit(const Credential& credential,
                                                         const std::string& project,
                                                         const CallOrigin& origin,
                                                         absl::Time not_before);
  boost::asio::awaitable<void> Run(Stream& stream);
  boost::asio::awaitable<bool> Recheck(Stream& stream);
  std::string Pending(Stream& stream);
  std::string Opening(Stream& stream, std::string_view last_event_id);
  void Wake(const std::string& project);
  void WakeAll();

  boost::asio::io_context& context_;
  Assertions& assertions_;
  rpc::Revocations& revocations_;
  const Clock& clock_;
  Feed feed_;
  std::unordered_map<std::string, std::unordered_set<Stream*>> streams_;
  std::atomic<int> open_ = 0;

  // Raised when all clients must load again.
  std::uint64_t generation_ = 0;
  bool stopping_ = false;
};

}  // namespace nexus::gateway
