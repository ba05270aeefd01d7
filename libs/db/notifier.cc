#include "libs/db/notifier.h"

#include <chrono>
#include <memory>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nexus::db {
namespace {

constexpr auto kCoalesce = std::chrono::milliseconds(5);
constexpr auto kReconnect = std::chrono::milliseconds(200);

// That something came is all a listener needs to know.
class Receiver : public pqxx::notification_receiver {
 public:
  Receiver(pqxx::connection_base& connection, const std::string& channel, const Notifier& own)
      : notification_receiver(connection, channel), own_(own) {}

  void operator()(const std::string&, int backend_pid) override {
    foreign_ |= backend_pid != own_.backend_pid();
  }

  // Whether anything came from another process since the last call.
  bool TakeForeign() { return std::exchange(foreign_, false); }

 private:
  const Notifier& own_;
  bool foreign_ = false;
};

}  // namespace

Notifier::Notifier(PoolOptions options, std::string channel)
    : options_(std::move(options)), channel_(std::move(channel)), thread_([this] { Run(); }) {}

Notifier::~Notifier() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Notifier::Notify() {
  {
    std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  wake_.notify_one();
}

void Notifier::Run() {
  std::unique_ptr<pqxx::connection> connection;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    try {
      if (connection == nullptr) {
        connection = OpenConnection(options_);
        pqxx::nontransaction(*connection).exec("SET synchronous_commit = off");
        backend_pid_ = connection->backendpid();
      }
      pqxx::nontransaction(*connection).exec(fmt::format("NOTIFY {}", channel_));
    } catch (const std::exception& error) {
      // The listeners' poll finds what this one would have announced.
      spdlog::debug("a wake-up was not sent channel={} what={}", channel_, error.what());
      connection.reset();
      backend_pid_ = 0;
    }
    lock.lock();
    wake_.wait_for(lock, kCoalesce, [this] { return stopping_; });
  }
}

Listener::Listener(PoolOptions options, std::string channel, absl::Duration poll,
                   const Notifier& own, std::function<void()> woken)
    : options_(std::move(options)),
      channel_(std::move(channel)),
      poll_(poll),
      own_(own),
      woken_(std::move(woken)),
      thread_([this] { Run(); }) {}

Listener::~Listener() {
  stopping_ = true;
  thread_.join();
}

void Listener::Run() {
  const auto poll_micros = absl::ToInt64Microseconds(poll_);
  while (!stopping_) {
    try {
      const auto connection = OpenConnection(options_);
      Receiver receiver(*connection, channel_, own_);
      woken_();  // Whatever came while nobody listened.
      while (!stopping_) {
        const int came =
            connection->await_notification(poll_micros / 1'000'000, poll_micros % 1'000'000);
        // A connection that died quietly says so only when it is asked.
        if (came == 0) pqxx::nontransaction(*connection).exec("SELECT 1");
        if (receiver.TakeForeign() || came == 0) woken_();
      }
    } catch (const std::exception& error) {
      if (stopping_) return;
      spdlog::warn("not listening, trying again channel={} what={}", channel_, error.what());
      woken_();
      std::this_thread::sleep_for(kReconnect);
    }
  }
}

}  // namespace nexus::db
