#include <array>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "gateway/config.h"
#include "gateway/front/front.h"
#include "gateway/front/headers.h"
#include "gateway/openapi/document.h"
#include "libs/base/log.h"
#include "libs/base/status.h"
#include "libs/events/broadcast.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/operations.h"

namespace nexus::gateway {
namespace {

// Whose events are live, in this order in every gateway: a client's place in
// the stream names their cursors so.
constexpr std::array kServices = {"audit", "auth", "billing", "instance", "scheduler"};
constexpr char kAuth[] = "auth";

// Revocations are heard from longer ago than an assertion lives.
constexpr absl::Duration kRevocationsBack = absl::Minutes(2);

using Channels = std::map<std::string, std::shared_ptr<grpc::Channel>>;

Channels Connect(const rpc::ServiceConfig& config) {
  Channels channels;
  for (const char* service : kServices) channels[service] = rpc::ConnectTo(config, service);
  return channels;
}

std::optional<StaticFiles> LoadFilesOrExit(const std::string& root) {
  if (root.empty()) return std::nullopt;
  auto files = StaticFiles::Load(root);
  if (files.ok()) return *std::move(files);
  std::cerr << "NEXUS_GATEWAY_WEB_ROOT: " << MessageOf(files.status()) << "\n";
  std::exit(2);
}

std::vector<std::unique_ptr<events::Broadcast>> Listen(const rpc::ServiceConfig& config,
                                                       LiveStreams& streams) {
  std::vector<std::unique_ptr<events::Broadcast>> broadcasts;
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    const absl::Duration back =
        kServices[i] == std::string_view(kAuth) ? kRevocationsBack : absl::ZeroDuration();
    broadcasts.push_back(std::make_unique<events::Broadcast>(
        events::Broadcast::Options{.consumer = "gateway", .source = kServices[i], .back = back},
        // A connection of its own, which no burst of calls can slow down.
        rpc::ConnectTo(config, kServices[i]),
        [i, &streams](const events::v1::Event& event) { streams.Hear(i, event); },
        [&streams] { streams.Lose(); }));
  }
  return broadcasts;
}

// Without auth's stream a revoked session would be believed, so nobody is.
absl::Status Ready(const std::vector<std::unique_ptr<events::Broadcast>>& broadcasts) {
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    if (kServices[i] == std::string_view(kAuth) && !broadcasts[i]->live()) {
      return Unavailable("no word from auth: revocations would be missed");
    }
  }
  return absl::OkStatus();
}

http::ServerOptions HttpOptions(const Config& config) {
  const std::string origin = config.public_origin;
  return {.address = config.listen,
          .certificate_file = config.certificate_file,
          .private_key_file = config.key_file,
          .redirect_plain_http =
              [origin](std::string_view host, std::string_view target) {
                return origin.empty() ? fmt::format("https://{}{}", host, target)
                                      : fmt::format("{}{}", origin, target);
              },
          .refuse = Refusal};
}

int Run() {
  const Config config = LoadConfigOrExit();
  InitLogging("gateway", config.shared.log_level);

  const SystemClock clock;
  RandomIdSource ids(clock);
  rpc::Metrics metrics("gateway");
  rpc::Revocations revocations;
  const auto files = LoadFilesOrExit(config.web_root);

  boost::asio::io_context context(1);
  Backend backend(Connect(config.shared));
  Assertions assertions(backend, clock, revocations);
  LiveStreams streams(context, assertions, revocations, clock, kServices.size());
  Api api(ContractRouter(), backend, assertions, clock, config.public_origin);
  Front front(api, streams, files ? &*files : nullptr, openapi::BuildDocument().dump(),
              config.trusted_proxies, ids, metrics);
  http::Server server(context, HttpOptions(config),
                      [&front](http::Exchange& exchange) { return front.Serve(exchange); });
  const auto broadcasts = Listen(config.shared, streams);

  metrics.Watch("nexus_gateway_connections", "Open connections of clients.",
                [&server] { return server.connections(); });
  metrics.Watch("nexus_gateway_event_streams", "Open event streams of clients.",
                [&streams] { return streams.open(); });
  std::optional<rpc::Operations> operations;
  if (!config.shared.operations_listen.empty()) {
    operations.emplace(config.shared.operations_listen, metrics,
                       [&broadcasts] { return Ready(broadcasts); });
  }

  boost::asio::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code& error, int signal) {
    if (error) return;
    spdlog::info("stopping signal={}", signal);
    streams.Stop();
    server.Stop();
  });
  spdlog::info("gateway is up address={}", config.listen);
  context.run();  // Until the last connection has ended.
  spdlog::info("gateway has stopped");
  return 0;
}

}  // namespace
}  // namespace nexus::gateway

int main() {
  try {
    return nexus::gateway::Run();
  } catch (const std::system_error& error) {
    // Only from the listeners: an address that is taken, a file that cannot be read.
    std::cerr << "cannot listen: " << error.what() << "\n";
    return 2;
  }
}
