#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "libs/base/clock.h"
#include "libs/base/log.h"
#include "libs/base/status.h"
#include "libs/http/server.h"
#include "simulator/access.h"
#include "simulator/api/api.h"
#include "simulator/api/envelope.h"
#include "simulator/certificate.h"
#include "simulator/config.h"
#include "simulator/control/control_api.h"
#include "simulator/model/state_file.h"
#include "simulator/simulation.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;

[[noreturn]] void Exit(std::string_view complaint) {
  fmt::print(stderr, "nexus-pve-simulator: {}\n", complaint);
  std::exit(2);
}

void ExitUnless(const absl::Status& status) {
  if (!status.ok()) Exit(FromAbsl(status.message()));
}

Config ParseOrExit(int count, char** words) {
  absl::StatusOr<Config> config = ParseConfig(count, words);
  ExitUnless(config.status());
  if (config->help) {
    fmt::print("{}", kUsage);
    std::exit(0);
  }
  return *std::move(config);
}

// Fills in where the certificate is, and makes it if it is not there.
void ProvideCertificate(Config& config) {
  if (!config.certificate_file.empty()) return;
  std::string stem = config.state_file;
  if (stem.empty()) {
    stem =
        (std::filesystem::temp_directory_path() / fmt::format("nexus-pve-{}", getpid())).string();
  }
  config.certificate_file = stem + ".crt";
  config.private_key_file = stem + ".key";
  ExitUnless(MakeCertificate(config.certificate_file, config.private_key_file));
}

void SetAccounts(const Config& config, Accounts& accounts) {
  accounts.users()["root@pam"].password = config.root_password;
  if (config.api_token.empty()) return;
  ExitUnless(GiveToken(accounts, config.api_token, OperatorPrivileges()));
}

http::ServerOptions ApiOptions(const Config& config) {
  http::ServerOptions options;
  options.address = config.listen;
  options.certificate_file = config.certificate_file;
  options.private_key_file = config.private_key_file;
  options.max_header_bytes = 8 * 1024;
  options.max_body_bytes = 512 * 1024;
  options.idle_timeout = std::chrono::seconds(5);
  options.max_requests_per_connection = 100;
  options.max_connections = 500;
  options.redirect_plain_http = [](std::string_view host, std::string_view target) {
    return fmt::format("https://{}{}", host, target);
  };
  options.refuse = [](boost::beast::http::status code, std::string_view sentence) {
    using boost::beast::http::status;
    return code == status::payload_too_large ? Bare(501, "for data too large")
                                             : Bare(static_cast<int>(code), sentence);
  };
  return options;
}

// What the statistics daemons do: tell all nodes how the guests are, now and then.
asio::awaitable<void> Broadcast(Simulation& simulation) {
  constexpr std::int64_t kShortest = 100;
  Pause pause(simulation.context.get_executor());
  while (true) {
    const std::int64_t lag = std::max(simulation.settings.resources_lag_ms, kShortest);
    (void)co_await pause.For(std::chrono::milliseconds(lag));
    simulation.resources.Refresh(simulation.cluster, simulation.Now());
  }
}

int Main(int count, char** words) {
  Config config = ParseOrExit(count, words);
  InitLogging("pve-simulator", config.log_level);
  ProvideCertificate(config);
  const absl::StatusOr<std::string> fingerprint = Fingerprint(config.certificate_file);
  ExitUnless(fingerprint.status());
  if (config.print_fingerprint) {
    fmt::print("{}\n", *fingerprint);
    return 0;
  }

  asio::io_context context(1);
  const SystemClock clock;
  Simulation simulation(context, clock, config.seed);
  simulation.settings = config.settings;
  simulation.fingerprint = *fingerprint;

  std::unique_ptr<StateFile> file;
  if (!config.state_file.empty()) {
    file = std::make_unique<StateFile>(context, config.state_file,
                                       [&simulation] { return simulation.ToJson(); });
    const auto saved = file->Load();
    ExitUnless(saved.status());
    if (*saved) simulation.Restore(**saved);
    simulation.on_change = [&file] { file->Changed(); };
  }
  SetAccounts(config, simulation.cluster.accounts);

  Api api(simulation);
  http::Server server(context, ApiOptions(config),
                      [&api](http::Exchange& exchange) { return api.Handle(exchange); });
  ControlApi control_api(simulation);
  std::unique_ptr<http::Server> control;
  if (!config.control.empty()) {
    http::ServerOptions options;
    options.address = config.control;
    control = std::make_unique<http::Server>(
        context, options,
        [&control_api](http::Exchange& exchange) { return control_api.Handle(exchange); });
  }
  asio::co_spawn(context, Broadcast(simulation), asio::detached);

  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](const boost::system::error_code&, int) { context.stop(); });
  fmt::print("fingerprint {}\n", *fingerprint);
  if (control != nullptr) fmt::print("control {}\n", control->port());
  fmt::print("listening {}\n", server.port());
  std::fflush(stdout);
  context.run();
  if (file != nullptr) file->Save();
  std::fflush(stdout);
  std::_Exit(0);  // Tasks and calls in flight end with the process.
}

}  // namespace
}  // namespace nexus::simulator

int main(int argc, char** argv) {
  try {
    return nexus::simulator::Main(argc, argv);
  } catch (const std::exception& error) {
    nexus::simulator::Exit(error.what());
  }
}
