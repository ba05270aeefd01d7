#include "libs/rpc/runtime.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <signal.h>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

#include "libs/base/log.h"
#include "libs/base/status.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/operations.h"
#include "libs/rpc/tls.h"
#include "nexus/auth/v1/auth_service.grpc.pb.h"
#include "nexus/auth/v1/events.pb.h"

namespace nexus::events {
db::Migrations EventMigrations();
}

namespace nexus::rpc {

db::Migrations RequestMigrations();

namespace {

constexpr absl::Duration kRevocationsBack = absl::Minutes(2);

// Every function of these names is a table's own upkeep: partitions, retention.
constexpr char kMaintain[] = R"sql(
  SELECT proname FROM pg_proc WHERE proname LIKE 'nexus\_maintain\_%' AND pronargs = 0
  ORDER BY proname)sql";

// Before any thread starts, so that all of them leave the signals to `Run`.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

ServiceConfig Prepared(ServiceConfig config, const db::Migrations& migrations) {
  BlockSignals();
  InitLogging(config.service, config.log_level);
  const absl::Status known = db::CheckSchema(config.database.connection, migrations);
  if (!known.ok()) {
    spdlog::warn("not starting: {}", known.ToString());
    std::exit(3);
  }
  return config;
}

db::PoolOptions ForStreams(db::PoolOptions options) {
  options.statement_timeout = absl::Seconds(5);
  return options;
}

}  // namespace

Runtime::Runtime(ServiceConfig config, db::Migrations migrations)
    : config_(Prepared(std::move(config), migrations)),
      ids_(clock_),
      metrics_(config_.service),
      pool_(config_.database),
      notifier_(ForStreams(config_.database), events::kEventsChannel),
      event_log_(ids_, notifier_),
      verifier_(clock_, revocations_, [this] { return fetch_keys_(); }),
      // As many bodies at once as there are connections, and a queue behind them.
      workers_(config_.database.size, 64 * config_.database.size) {
  fetch_keys_ = [this] {
    const auto stub = auth::v1::AuthService::NewStub(ChannelTo("auth"));
    return Call(*stub, &auth::v1::AuthService::Stub::ListSigningKeys,
                auth::v1::ListSigningKeysRequest(), absl::Seconds(2));
  };
  exchange_token_ = [this](const std::string& token, const std::string& project) {
    const auto stub = auth::v1::AuthService::NewStub(ChannelTo("auth"));
    auth::v1::ExchangeTokenRequest request;
    request.set_token(token);
    request.set_project(project);
    request.set_client_address(CurrentCall().client_address);
    return Call(*stub, &auth::v1::AuthService::Stub::ExchangeToken, request, absl::Seconds(2));
  };
  serve_ = ServeOn(workers_);
  event_handler_ = std::make_unique<EventHandler>(*serve_, pool_, ForStreams(config_.database), notifier_);
  event_log_.OnAppended([this] { event_handler_->Wake(); });
  metrics_.Watch("nexus_db_connections_in_use", "Connections that a call or a task uses now.",
                 [this] { return pool_.in_use(); });
}

Runtime::~Runtime() = default;

std::unique_ptr<Serve> Runtime::ServeOn(WorkerPool& workers) {
  return std::make_unique<Serve>(
      Serve::Parts{.service = config_.service,
                   .pool = pool_,
                   .event_log = event_log_,
                   .verifier = verifier_,
                   .workers = workers,
                   .metrics = metrics_,
                   .refusals = refusals_,
                   .clock = clock_,
                   .exchange_token = [this](const std::string& token, const std::string& project) {
                     return exchange_token_(token, project);
                   }});
}

std::shared_ptr<grpc::Channel> Runtime::ChannelTo(const std::string& service) {
  absl::MutexLock lock(&channels_mutex_);
  auto& channel = channels_[service];
  if (channel == nullptr) channel = ConnectTo(config_, service);
  return channel;
}

void Runtime::UseLocalAuth(AssertionVerifier::FetchKeys keys,
                           std::function<absl::StatusOr<auth::v1::SignedAssertion>(
                               const std::string& token, const std::string& project)>
                               exchange_token) {
  fetch_keys_ = std::move(keys);
  exchange_token_ = std::move(exchange_token);
}

absl::Status Runtime::Ready() {
  NEXUS_RETURN_IF_ERROR(pool_.Ping());
  NEXUS_RETURN_IF_ERROR(verifier_.EnsureKeys());
  if (!revocation_stream_->live()) return Unavailable("no stream of revocations from auth");
  return absl::OkStatus();
}

std::unique_ptr<grpc::Server> Runtime::Listen(const std::vector<grpc::Service*>& handlers) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
  builder.SetMaxReceiveMessageSize(1024 * 1024);
  builder.AddListeningPort(config_.internal_listen, InternalCredentials(config_), &internal_port_);
  if (!config_.public_listen.empty()) {
    builder.AddListeningPort(config_.public_listen, PublicCredentials(config_), &public_port_);
  }
  builder.RegisterService(event_handler_.get());
  for (grpc::Service* handler : handlers) builder.RegisterService(handler);
  return builder.BuildAndStart();
}

void Runtime::Maintain(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  do {
    const absl::Status status = pool_.InTransaction([](db::Transaction& tx) {
      for (const auto& row : tx.Exec(kMaintain)) {
        tx.work().exec(fmt::format("SELECT {}()", row[0].as<std::string>()));
      }
      return absl::OkStatus();
    });
    if (!status.ok()) spdlog::warn("upkeep of the tables failed why={}", status.ToString());
  } while (
      !wake.wait_for(lock, stop, std::chrono::hours(1), [&] { return stop.stop_requested(); }));
}

int Runtime::Run(std::vector<grpc::Service*> handlers) {
  const absl::Status generation = pool_.InTransaction([](db::Transaction& tx) {
    tx.Exec("SELECT nexus_check_generation()");
    return absl::OkStatus();
  });
  if (!generation.ok()) {
    spdlog::warn("not starting: {}", generation.ToString());
    return 3;
  }
  const auto server = Listen(handlers);
  if (server == nullptr) {
    spdlog::warn("not starting: cannot listen on {} or {}", config_.internal_listen,
                 config_.public_listen);
    return 3;
  }
  // Auth hears its own stream too: two replicas of it must agree.
  revocation_stream_ = std::make_unique<events::Broadcast>(
      events::Broadcast::Options{
          .consumer = config_.service, .source = "auth", .back = kRevocationsBack},
      ChannelTo("auth"), [this](const events::v1::Event& event) {
        auth::v1::Revoked revoked;
        if (event.type() != auth::v1::Revoked::descriptor()->full_name()) return;
        if (!revoked.ParseFromString(event.payload())) return;
        revocations_.Raise(revoked.principal(), revoked.least_valid_revision());
      });
  std::unique_ptr<Operations> operations;
  if (!config_.operations_listen.empty()) {
    operations = std::make_unique<Operations>(config_.operations_listen, metrics_,
                                              [this] { return Ready(); });
  }
  std::jthread upkeep([this](const std::stop_token& stop) { Maintain(stop); });
  spdlog::info("serving internal={} public={} operations={}", config_.internal_listen,
               config_.public_listen, config_.operations_listen);

  const sigset_t signals = BlockSignals();
  run_thread_ = pthread_self();
  listening_.Notify();
  int signal_number = 0;
  sigwait(&signals, &signal_number);
  spdlog::info("draining signal={}", signal_number);
  server->GetHealthCheckService()->SetServingStatus(false);
  revocation_stream_.reset();
  event_handler_->Stop();
  server->Shutdown(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(config_.drain));
  server->Wait();
  spdlog::info("stopped");
  return 0;
}

void Runtime::Stop() {
  listening_.WaitForNotification();
  pthread_kill(run_thread_, SIGTERM);
}

int Runtime::internal_port() {
  listening_.WaitForNotification();
  return internal_port_;
}

int Runtime::public_port() {
  listening_.WaitForNotification();
  return public_port_;
}

bool WantsMigration(int argc, char** argv) {
  return argc == 2 && std::string_view(argv[1]) == "--migrate";
}

int MigrateAndExit(const ServiceConfig& config, const db::Migrations& migrations) {
  InitLogging(config.service, config.log_level);
  const absl::Status status = db::Migrate(config.owner_database, migrations);
  if (status.ok()) return 0;
  std::cerr << MessageOf(status) << '\n';
  return 1;
}

db::Migrations SharedMigrations() {
  db::Migrations all = events::EventMigrations();
  const db::Migrations requests = RequestMigrations();
  all.insert(all.end(), requests.begin(), requests.end());
  return all;
}

}  // namespace nexus::rpc
