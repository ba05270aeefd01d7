#include <csignal>
#include <cstdlib>
#include <pthread.h>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "tests/bench/queue/driver/bench_database.h"
#include "tests/bench/queue/driver/call.h"
#include "tests/bench/queue/driver/producer.h"
#include "tests/bench/queue/driver/report.h"
#include "tests/bench/queue/driver/worker.h"

namespace nexus::queue_driver {
namespace {

// Standard output belongs to the answers.
void LogToStandardError() {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("nexus-queue-driver"));
  spdlog::set_level(spdlog::level::warn);
}

// Before there are threads, so that none of them takes the signal.
sigset_t HoldBackStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

absl::Status Work(const Call& call, const BenchDatabase& database) {
  NEXUS_ASSIGN_OR_RETURN(const Profile profile, ProfileNamed(call.profile));
  const sigset_t signals = HoldBackStopSignals();
  Report report(call.report_jobs);
  const Worker worker(profile, call.sleep, database.options(1), report);
  int signal = 0;
  sigwait(&signals, &signal);
  return absl::OkStatus();
}

absl::Status PrintPending(const BenchDatabase& database) {
  NEXUS_ASSIGN_OR_RETURN(const std::int64_t pending, database.Pending());
  fmt::print("{}\n", pending);
  return absl::OkStatus();
}

absl::Status Run(const std::vector<std::string>& words) {
  NEXUS_ASSIGN_OR_RETURN(const Call call, ParseCall(words));
  const char* url = std::getenv("DATABASE_URL");
  if (url == nullptr) return absl::InvalidArgumentError("DATABASE_URL names no database");
  NEXUS_ASSIGN_OR_RETURN(const BenchDatabase database, BenchDatabase::At(url));
  if (call.name == "setup") return database.SetUp();
  if (call.name == "enqueue") return Enqueue(call, database.options(call.connections));
  if (call.name == "produce") return Produce(call, database.options(call.connections));
  if (call.name == "worker") return Work(call, database);
  if (call.name == "pending") return PrintPending(database);
  if (call.name == "expire-leases") return database.ExpireLeases();
  return absl::InvalidArgumentError(
      "a call is setup, enqueue, produce, worker, pending or expire-leases");
}

}  // namespace
}  // namespace nexus::queue_driver

int main(int argc, char** argv) {
  nexus::queue_driver::LogToStandardError();
  const absl::Status status = nexus::queue_driver::Run({argv + 1, argv + argc});
  if (status.ok()) return 0;
  fmt::print(stderr, "nexus-queue-driver: {}\n", nexus::MessageOf(status));
  return 1;
}
