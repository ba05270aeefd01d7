#include "tests/contract/scheduler/simulator_process.h"

#include <filesystem>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::testing {
namespace {

namespace beast = boost::beast;
using nlohmann::json;

std::string After(const std::string& text, const std::string& word) {
  const std::size_t begin = text.find(word);
  if (begin == std::string::npos) return {};
  const std::size_t from = begin + word.size();
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace

SimulatorProcess::SimulatorProcess() {
  char made[] = "/tmp/nexus-simulator-XXXXXX";
  NEXUS_CHECK(mkdtemp(made) != nullptr);
  directory_ = made;
  std::vector<std::string> words = {"setpriv",
                                    "--pdeathsig",
                                    "KILL",
                                    NEXUS_SIMULATOR_BINARY,
                                    "--listen",
                                    "127.0.0.1:0",
                                    "--control",
                                    "127.0.0.1:0",
                                    "--state",
                                    directory_ + "/state.json",
                                    "--api-token",
                                    TokenId() + "=" + TokenSecret(),
                                    "--log-level",
                                    "warn",
                                    "--auth-delay-ms",
                                    "0"};
  for (const char* setting : {"--clone-ms", "--start-ms", "--stop-ms", "--shutdown-ms"}) {
    words.insert(words.end(), {setting, "0"});
  }
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  int output[2];
  NEXUS_CHECK(pipe2(output, 0) == 0);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&files, output[0]);
  posix_spawn_file_actions_addclose(&files, output[1]);
  NEXUS_CHECK(posix_spawnp(&pid_, argv[0], &files, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&files);
  close(output[1]);
  ReadStart(output[0]);
}

// The pipe stays open: a simulator that cannot write would end.
void SimulatorProcess::ReadStart(int output) {
  std::string text;
  char bytes[512];
  while (After(text, "listening ").empty() || text.back() != '\n') {
    const ssize_t got = read(output, bytes, sizeof(bytes));
    NEXUS_CHECK(got > 0);
    text.append(bytes, static_cast<std::size_t>(got));
  }
  fingerprint_ = After(text, "fingerprint ");
  port_ = std::stoi(After(text, "listening "));
  control_port_ = std::stoi(After(text, "control "));
}

SimulatorProcess::~SimulatorProcess() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  std::error_code ignored;  // A leftover in /tmp is no failure of a test.
  std::filesystem::remove_all(directory_, ignored);
}

std::string SimulatorProcess::endpoint() const {
  return fmt::format("https://127.0.0.1:{}", port_);
}

json SimulatorProcess::Control(const std::string& method, const std::string& path,
                               const json& body) const {
  boost::asio::io_context context;
  beast::tcp_stream stream(context);
  stream.connect(
      {boost::asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(control_port_)});
  beast::http::request<beast::http::string_body> request(beast::http::string_to_verb(method), path,
                                                         11);
  request.set(beast::http::field::host, "127.0.0.1");
  request.set(beast::http::field::content_type, "application/json");
  if (!body.is_null()) request.body() = body.dump();
  request.prepare_payload();
  beast::http::write(stream, request);
  beast::flat_buffer buffer;
  beast::http::response<beast::http::string_body> response;
  beast::http::read(stream, buffer, response);
  NEXUS_CHECK(response.result_int() < 300);
  return response.body().empty() ? json() : json::parse(response.body());
}

json SimulatorProcess::State() const { return Control("GET", "/state", {}); }

json SimulatorProcess::GuestOf(int vmid) const {
  const json state = State();
  for (const json& guest : state.at("guests")) {
    if (guest.at("vmid") == vmid) return guest;
  }
  return {};
}

void SimulatorProcess::Set(const json& settings) const { Control("POST", "/settings", settings); }
void SimulatorProcess::AddFault(const json& rule) const { Control("POST", "/faults", rule); }
void SimulatorProcess::ClearFaults() const { Control("DELETE", "/faults", {}); }
void SimulatorProcess::Chaos(const json& event) const { Control("POST", "/chaos", event); }

}  // namespace nexus::testing
