#pragma once

#include <map>
#include <memory>
#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include <grpcpp/grpcpp.h>

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/db/migration.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/events/broadcast.h"
#include "libs/events/event_log.h"
#include "libs/rpc/assertion.h"
#include "libs/rpc/event_handler.h"
#include "libs/rpc/metrics.h"
#include "libs/rpc/serve.h"
#include "libs/rpc/service_config.h"
#include "libs/rpc/worker_pool.h"

namespace nexus::rpc {

// What every service is built on, in the order it must be made and unmade: pool,
// event log, keys and revocations, worker threads, Serve. `main` makes one, then
// its own objects, then calls Run.
//
//   int main(int argc, char** argv) {
//     const Config config = LoadConfigOrExit();
//     if (rpc::WantsMigration(argc, argv)) return rpc::MigrateAndExit(config.service,
//     Migrations()); rpc::Runtime runtime(config.service, Migrations()); PostgresLedgerStore
//     store(runtime.pool(), runtime.event_log());
//     ...
//     return runtime.Run({&handler});
//   }
class Runtime {
 public:
  // Checks the schema and ends the process with a sentence when it is not the known one.
  Runtime(ServiceConfig config, db::Migrations migrations);
  ~Runtime();

  const ServiceConfig& config() const { return config_; }
  const Clock& clock() const { return clock_; }
  IdSource& ids() { return ids_; }
  db::Pool& pool() { return pool_; }
  events::EventLog& event_log() { return event_log_; }
  Serve& serve() { return *serve_; }
  Metrics& metrics() { return metrics_; }

  // Another Serve, whose bodies run on `workers`: for calls that are slow on
  // purpose and must not take the threads of the others.
  std::unique_ptr<Serve> ServeOn(WorkerPool& workers);

  // A channel to another service; the same one each time.
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& service);

  // For auth, which does not ask itself over the network for its own keys and
  // tokens. Called before Run.
  void UseLocalAuth(AssertionVerifier::FetchKeys keys,
                    std::function<absl::StatusOr<auth::v1::SignedAssertion>(
                        const std::string& token, const std::string& project)>
                        exchange_token);

  // Serves the handlers, EventService and health on both listeners until SIGTERM or
  // SIGINT, then drains. Returns the process's exit code.
  int Run(std::vector<grpc::Service*> handlers);

  // Ends Run from another thread, as SIGTERM would.
  void Stop();

  // The internal listener's port; waits until Run listens.
  int internal_port();
  int public_port();

 private:
  absl::Status Ready();
  std::unique_ptr<grpc::Server> Listen(const std::vector<grpc::Service*>& handlers);
  void Maintain(const std::stop_token& stop);

  const ServiceConfig config_;
  const SystemClock clock_;
  RandomIdSource ids_;
  Metrics metrics_;
  db::Pool pool_;
  db::Notifier notifier_;
  events::EventLog event_log_;
  Refusals refusals_;
  Revocations revocations_;
  absl::Notification listening_;
  int internal_port_ = 0;
  int public_port_ = 0;
  pthread_t run_thread_{};
  absl::Mutex channels_mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_ ABSL_GUARDED_BY(channels_mutex_);
  std::function<absl::StatusOr<auth::v1::SignedAssertion>(const std::string&, const std::string&)>
      exchange_token_;
  AssertionVerifier::FetchKeys fetch_keys_;
  AssertionVerifier verifier_;
  WorkerPool workers_;
  std::unique_ptr<Serve> serve_;
  std::unique_ptr<EventHandler> event_handler_;
  std::unique_ptr<events::Broadcast> revocation_stream_;
};

// `--migrate` on the command line.
bool WantsMigration(int argc, char** argv);

// Applies the migrations as the owner; the exit code. Prints what went wrong.
int MigrateAndExit(const ServiceConfig& config, const db::Migrations& migrations);

// The tables that libs bring to every service: events, consumer positions, requests.
db::Migrations SharedMigrations();

}  // namespace nexus::rpc
