#include "gateway/live/live_streams.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "gateway/live/event_source.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/auth/v1/events.pb.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

// Stands for every project, for those who may see all that was done anywhere.
constexpr char kAllProjects[] = "projects/-";
constexpr char kSeesAll[] = "admin.audit.list";

// A comment as often as this finds out that a client is gone.
constexpr std::chrono::seconds kHeartbeat{15};
constexpr std::chrono::seconds kRecheck{30};

// More than this goes out in several writes, so that a slow client costs no memory.
constexpr std::size_t kMostAtOnce = 64 * 1024;

absl::Status NoProject(const std::string& project) {
  return Error(absl::StatusCode::kNotFound, api::v1::NOT_FOUND, fmt::format("no {}", project),
               {{"name", project}});
}

bool Holds(const google::protobuf::RepeatedPtrField<std::string>& permissions,
           const std::string& wanted) {
  return std::find(permissions.begin(), permissions.end(), wanted) != permissions.end();
}

}  // namespace

// One client. Registered while it lives.
struct LiveStreams::Stream {
  Stream(LiveStreams& given_owner, http::Exchange& given_exchange, const CallOrigin& given_origin,
         Credential given_credential, std::string given_project, Identity given_identity)
      : owner(given_owner),
        exchange(given_exchange),
        origin(given_origin),
        credential(std::move(given_credential)),
        project(std::move(given_project)),
        identity(std::move(given_identity)),
        timer(owner.context_),
        next(owner.feed_.next()),
        generation(owner.generation_) {
    owner.streams_[project].insert(this);
    ++owner.open_;
  }
  ~Stream() {
    const auto found = owner.streams_.find(project);
    found->second.erase(this);
    if (found->second.empty()) owner.streams_.erase(found);
    --owner.open_;
  }

  bool MaySee(const LiveEvent& event) const {
    if (project == kAllProjects) return true;
    return event.project == project && Holds(identity.assertion.permissions(), event.permission);
  }

  LiveStreams& owner;
  http::Exchange& exchange;
  const CallOrigin& origin;
  const Credential credential;
  const std::string project;
  Identity identity;
  asio::steady_timer timer;

  // The number of the entry to look at next.
  std::uint64_t next;
  std::uint64_t generation;
  SteadyClock::time_point next_heartbeat = SteadyClock::now() + kHeartbeat;
  SteadyClock::time_point next_recheck = SteadyClock::now() + kRecheck;
};

LiveStreams::LiveStreams(asio::io_context& context, Assertions& assertions,
                         rpc::Revocations& revocations, const Clock& clock, std::size_t sources)
    : context_(context),
      assertions_(assertions),
      revocations_(revocations),
      clock_(clock),
      feed_(sources) {}

void LiveStreams::Hear(std::size_t source, const events::v1::Event& event) {
  auto live = LiveEventOf(event);
  bool revoked = false;
  if (auth::v1::Revoked revocation;
      event.type() == revocation.GetTypeName() && revocation.ParseFromString(event.payload())) {
    revocations_.Raise(revocation.principal(), revocation.least_valid_revision());
    revoked = true;
  }
  asio::post(context_, [this, source, revoked, cursor = event.cursor(), live = std::move(live)] {
    const auto entry = feed_.Hear(source, cursor, live, clock_.Now());
    if (entry != nullptr) {
      Wake(entry->event.project);
      Wake(kAllProjects);
    }
    if (revoked) WakeAll();
  });
}

void LiveStreams::Lose() {
  asio::post(context_, [this] {
    feed_.Forget();
    ++generation_;
    WakeAll();
  });
}

void LiveStreams::Stop() {
  asio::post(context_, [this] {
    stopping_ = true;
    WakeAll();
  });
}

void LiveStreams::Wake(const std::string& project) {
  const auto found = streams_.find(project);
  if (found == streams_.end()) return;
  for (Stream* stream : found->second) stream->timer.cancel();
}

void LiveStreams::WakeAll() {
  for (auto& [project, streams] : streams_) {
    for (Stream* stream : streams) stream->timer.cancel();
  }
}

asio::awaitable<absl::StatusOr<Identity>> LiveStreams::Admit(const Credential& credential,
                                                             const std::string& project,
                                                             const CallOrigin& origin,
                                                             absl::Time not_before) {
  const bool all = project == kAllProjects;
  // Named, since g++ 12 destroys a conditional temporary of a co_await twice.
  const std::string asked = all ? std::string() : project;
  auto identity = co_await assertions_.For(credential, asked, origin, not_before);
  if (!identity.ok()) co_return identity.status();
  const auth::v1::Assertion& assertion = identity->assertion;
  const bool admitted = all ? Holds(assertion.global_permissions(), kSeesAll) : assertion.member();
  if (!admitted) co_return NoProject(project);
  co_return *std::move(identity);
}

asio::awaitable<absl::Status> LiveStreams::Serve(http::Exchange& exchange, const CallOrigin& origin,
                                                 http::Response head) {
  const auto project = ProjectParameter(exchange.request());
  if (!project.ok()) co_return project.status();
  Credential credential = CredentialOf(exchange.request());
  auto identity = co_await Admit(credential, *project, origin, absl::InfinitePast());
  if (!identity.ok()) co_return identity.status();
  if (stopping_) co_return Unavailable("the gateway is stopping");

  Stream stream(*this, exchange, origin, std::move(credential), *project, *std::move(identity));
  const std::string opening =
      Opening(stream, std::string_view(exchange.request()["Last-Event-ID"]));
  head.set(boost::beast::http::field::content_type, "text/event-stream");
  co_await exchange.StartStream(std::move(head));
  const bool there = co_await exchange.Write(opening);
  if (there) co_await Run(stream);
  co_return absl::OkStatus();
}

std::string LiveStreams::Opening(Stream& stream, std::string_view last_event_id) {
  std::string text = OpeningFrame();
  if (last_event_id.empty()) return text + PlaceFrame(feed_.place());
  const auto missed = feed_.Since(last_event_id);
  if (!missed) return text + ResetFrame(feed_.place());
  for (const auto& entry : *missed) {
    if (stream.MaySee(entry->event)) text += EventFrame(*entry);
  }
  return text + PlaceFrame(feed_.place());
}

asio::awaitable<void> LiveStreams::Run(Stream& stream) {
  while (!stopping_) {
    const std::string text = Pending(stream);
    if (!text.empty()) {
      stream.next_heartbeat = SteadyClock::now() + kHeartbeat;
      const bool there = co_await stream.exchange.Write(text);
      if (!there) co_return;
      continue;  // More may have come meanwhile.
    }
    const bool due = SteadyClock::now() >= stream.next_recheck;
    if (due || !revocations_.Allows(stream.identity.assertion)) {
      const bool still = co_await Recheck(stream);
      if (!still) co_return;
      continue;
    }
    stream.timer.expires_at(std::min(stream.next_heartbeat, stream.next_recheck));
    boost::system::error_code ignored;  // Cancelled means that there is something to do.
    co_await stream.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

std::string LiveStreams::Pending(Stream& stream) {
  const bool behind = stream.next < feed_.first();
  if (behind || stream.generation != generation_) {
    stream.next = feed_.next();
    stream.generation = generation_;
    return ResetFrame(feed_.place());
  }
  std::string text;
  while (text.size() < kMostAtOnce) {
    const auto entry = feed_.At(stream.next);
    if (entry == nullptr) break;
    ++stream.next;
    if (stream.MaySee(entry->event)) text += EventFrame(*entry);
  }
  if (text.empty() && SteadyClock::now() >= stream.next_heartbeat) {
    text = HeartbeatFrame(feed_.place());
  }
  return text;
}

asio::awaitable<bool> LiveStreams::Recheck(Stream& stream) {
  stream.next_recheck = SteadyClock::now() + kRecheck;
  auto identity = co_await Admit(stream.credential, stream.project, stream.origin, clock_.Now());
  if (identity.ok()) {
    stream.identity = *std::move(identity);
    co_return revocations_.Allows(stream.identity.assertion);
  }
  // While auth does not answer, its last word holds as long as it said.
  const auto& assertion = stream.identity.assertion;
  co_return identity.status().code() ==
          absl::StatusCode::kUnavailable&& revocations_.Allows(assertion) &&
      clock_.Now() < absl::FromUnixSeconds(assertion.expire_time().seconds());
}

}  // namespace nexus::gateway
