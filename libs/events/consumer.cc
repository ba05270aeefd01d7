#include "libs/events/consumer.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/db/unit_of_work.h"

namespace nexus::events {
namespace {

constexpr auto kRetry = std::chrono::milliseconds(300);
constexpr int kAttempts = 5;

// How far the stored position may be behind events that have no effect here, while
// there are always more of them.
constexpr absl::Duration kStoreAfter = absl::Seconds(10);

constexpr char kReadPosition[] = R"sql(
  SELECT cursor FROM consumer_positions WHERE consumer = $1 AND source = $2)sql";

constexpr char kMakePosition[] = R"sql(
  INSERT INTO consumer_positions (consumer, source, cursor) VALUES ($1, $2, '')
  ON CONFLICT DO NOTHING)sql";

constexpr char kMovePosition[] = R"sql(
  UPDATE consumer_positions SET cursor = $3
  WHERE consumer = $1 AND source = $2 AND cursor = $4)sql";

// The effect and the position are lost together, and made again together: unless
// it announces something, nobody need wait for the disk.
constexpr char kIsParked[] = R"sql(
  SELECT EXISTS (SELECT 1 FROM parked_events
                 WHERE consumer = $1 AND source = $2 AND subject = $3),
         set_config('synchronous_commit', 'off', true))sql";

constexpr char kPark[] = R"sql(
  INSERT INTO parked_events (consumer, source, subject, event, error)
  VALUES ($1, $2, $3, $4, $5))sql";

// Failures of the surroundings, not of the event: retried for ever.
bool IsPassing(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

}  // namespace

// The session advisory lock that chooses the replica that reads. Its session
// ends when it is silent for 3 s, so a stopped holder loses it.
class Consumer::Lock {
 public:
  explicit Lock(const Options& options)
      : connection_(db::OpenConnection(options.lock_connection)),
        key_(fmt::format("{}<{}", options.consumer, options.source)) {
    pqxx::nontransaction(*connection_).exec("SET idle_session_timeout = '3s'");
  }

  bool Take() {
    pqxx::nontransaction work(*connection_);
    return work.exec_params1("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", key_)[0]
        .as<bool>();
  }

  // Speaks at least once a second; throws when the session, and with it the lock, is lost.
  void Keep() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_spoken_ < std::chrono::milliseconds(900)) return;
    pqxx::nontransaction(*connection_).exec("SELECT 1");
    last_spoken_ = now;
  }

 private:
  std::unique_ptr<pqxx::connection> connection_;
  const std::string key_;
  std::chrono::steady_clock::time_point last_spoken_;
};

Consumer::Consumer(Options options, db::Pool& pool, std::shared_ptr<grpc::Channel> channel,
                   Apply apply)
    : options_(std::move(options)),
      pool_(pool),
      channel_(std::move(channel)),
      apply_(std::move(apply)),
      thread_([this] { Run(); }) {}

Consumer::~Consumer() {
  stream_.Stop();
  thread_.join();
}

void Consumer::Run() {
  while (!stream_.stopping()) {
    try {
      Lock lock(options_);
      while (!lock.Take()) {
        if (!stream_.Pause(kRetry)) return;
      }
      while (!stream_.stopping()) {
        lock.Keep();
        const absl::Status status = Follow(lock);
        stream_.Close();
        if (stream_.stopping()) return;
        if (!std::exchange(warned_, true)) {
          spdlog::warn("event stream ended, trying again consumer={} source={} why={}",
                       options_.consumer, options_.source, status.ToString());
        }
        if (!stream_.Pause(kRetry)) return;
      }
    } catch (const pqxx::failure& error) {
      if (stream_.stopping()) return;
      spdlog::warn("lost the reader's lock, trying again consumer={} source={} why={}",
                   options_.consumer, options_.source, error.what());
      if (!stream_.Pause(kRetry)) return;
    }
  }
}

absl::Status Consumer::Follow(Lock& lock) {
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    tx.Exec(kMakePosition, options_.consumer, options_.source);
    cursor_ = db::BytesFrom(tx.Exec(kReadPosition, options_.consumer, options_.source)[0][0]);
    return absl::OkStatus();
  }));
  v1::SubscribeRequest request;
  request.set_consumer(options_.consumer);
  request.set_cursor(cursor_);
  request.mutable_types()->Assign(options_.types.begin(), options_.types.end());
  EventStream* stream = stream_.Open(channel_, request);
  if (stream == nullptr) return absl::CancelledError("stopping");
  v1::Event event;
  while (stream->Read(event)) {
    lock.Keep();
    warned_ = false;
    const bool heartbeat = event.type().empty();
    const bool concerns = !heartbeat && (!options_.concerns || options_.concerns(event));
    NEXUS_RETURN_IF_ERROR(concerns ? Take(event) : PassBy(event));
  }
  const grpc::Status status = stream->Finish();
  if (status.error_code() == grpc::StatusCode::OUT_OF_RANGE) {
    spdlog::error(
        "events are lost: this consumer was away for longer than they are kept "
        "consumer={} source={}",
        options_.consumer, options_.source);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

absl::Status Consumer::Take(const v1::Event& event) {
  ScopedCallContext scope(
      {.actor = "services/" + options_.consumer, .request_id = event.request_id()});
  int failures = 0;
  while (true) {
    absl::Status status = TakeOnce(event);
    if (!status.ok() && !IsPassing(status) && ++failures == kAttempts) {
      spdlog::error("an event was parked consumer={} source={} id={} subject={} why={}",
                    options_.consumer, options_.source, event.id(), event.subject(),
                    status.ToString());
      status = Park(event, status.ToString());
    }
    // Another replica moved the position, or the store does not answer: read again.
    if (status.ok() || IsPassing(status)) return status;
    if (!stream_.Pause(std::chrono::milliseconds(20 << failures))) {
      return absl::CancelledError("stopping");
    }
  }
}

absl::Status Consumer::TakeOnce(const v1::Event& event) {
  NEXUS_RETURN_IF_ERROR(db::RunUnitOfWork(pool_, [&](db::Transaction& tx) -> absl::Status {
    const auto parked = tx.Exec(kIsParked, options_.consumer, options_.source, event.subject());
    if (parked[0][0].as<bool>()) {
      tx.Exec(kPark, options_.consumer, options_.source, event.subject(),
              db::Bytes(event.SerializeAsString()), std::string("an earlier event is parked"));
    } else {
      NEXUS_RETURN_IF_ERROR(apply_(event));
    }
    return MovePosition(tx, event.cursor());
  }));
  cursor_ = event.cursor();
  stored_at_ = absl::Now();
  return absl::OkStatus();
}

absl::Status Consumer::Park(const v1::Event& event, const std::string& error) {
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    tx.Exec(kPark, options_.consumer, options_.source, event.subject(),
            db::Bytes(event.SerializeAsString()), error);
    return MovePosition(tx, event.cursor());
  }));
  cursor_ = event.cursor();
  stored_at_ = absl::Now();
  return absl::OkStatus();
}

// What has no effect can be passed by again, so its position may be stored late: at
// the next heartbeat.
absl::Status Consumer::PassBy(const v1::Event& event) {
  const bool heartbeat = event.type().empty();
  const bool soon = !heartbeat && absl::Now() - stored_at_ < kStoreAfter;
  if (event.cursor() == cursor_ || soon) return absl::OkStatus();
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction(
      [&](db::Transaction& tx) { return MovePosition(tx, event.cursor()); }));
  cursor_ = event.cursor();
  stored_at_ = absl::Now();
  return absl::OkStatus();
}

absl::Status Consumer::MovePosition(db::Transaction& tx, const std::string& cursor) {
  const auto moved = tx.Exec(kMovePosition, options_.consumer, options_.source, db::Bytes(cursor),
                             db::Bytes(cursor_));
  if (moved.affected_rows() == 1) return absl::OkStatus();
  return absl::AbortedError("another replica was first");
}

}  // namespace nexus::events
