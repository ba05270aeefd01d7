#include "tests/contract/service_process.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/testing/certificates.h"
#include "libs/testing/eventually.h"

namespace nexus::testing {
namespace {

// A port that was free a moment ago. Another program may take it before the
// service does; the service then says so and the test fails at once.
int FreePort() {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context,
                                          {boost::asio::ip::make_address("127.0.0.1"), /*port=*/0});
  return acceptor.local_endpoint().port();
}

std::string MakeDirectory() {
  char made[] = "/tmp/nexus-service-XXXXXX";
  NEXUS_CHECK(mkdtemp(made) != nullptr);
  return made;
}

}  // namespace

ServiceProcess::ServiceProcess(std::string service, std::string binary,
                               std::map<std::string, std::string> environment)
    : service_(std::move(service)),
      binary_(std::move(binary)),
      environment_(std::move(environment)),
      directory_(MakeDirectory()),
      internal_port_(FreePort()),
      public_port_(FreePort()),
      operations_port_(FreePort()) {
  const std::string own = "NEXUS_" + absl::AsciiStrToUpper(service_);
  environment_["NEXUS_TLS_DIR"] = TestCertificates();
  environment_["NEXUS_FAULT_DIR"] = directory_;
  environment_[own + "_INTERNAL_LISTEN"] = fmt::format("127.0.0.1:{}", internal_port_);
  environment_[own + "_PUBLIC_LISTEN"] = fmt::format("127.0.0.1:{}", public_port_);
  environment_[own + "_OPERATIONS_LISTEN"] = fmt::format("127.0.0.1:{}", operations_port_);
  // Some services listen to themselves.
  environment_.insert({own + "_TARGET", fmt::format("ipv4:127.0.0.1:{}", internal_port_)});
}

ServiceProcess::~ServiceProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    Wait();
  }
  std::error_code ignored;  // A leftover in /tmp is no failure of a test.
  std::filesystem::remove_all(directory_, ignored);
}

void ServiceProcess::Start() {
  Spawn();
  const bool ready = Eventually([this] { return Ready(); });
  if (!ready) std::cerr << log();
  NEXUS_CHECK(ready);
}

void ServiceProcess::Spawn(const std::vector<std::string>& arguments) {
  NEXUS_CHECK(pid_ == 0);
  // The kernel ends the service when a test program dies before it could.
  std::vector<std::string> words = {"setpriv", "--pdeathsig", "KILL", binary_};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> settings;
  for (char** inherited = environ; *inherited != nullptr; ++inherited) {
    settings.emplace_back(*inherited);
  }
  for (const auto& [name, value] : environment_) settings.push_back(name + "=" + value);

  std::vector<char*> argv, envp;
  for (auto& word : words) argv.push_back(word.data());
  for (auto& setting : settings) envp.push_back(setting.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const std::string path = directory_ + "/log";
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, path.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  NEXUS_CHECK(posix_spawnp(&pid_, argv[0], &files, nullptr, argv.data(), envp.data()) == 0);
  posix_spawn_file_actions_destroy(&files);
}

int ServiceProcess::Wait() {
  int status = 0;
  NEXUS_CHECK(waitpid(pid_, &status, 0) == pid_);
  pid_ = 0;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int ServiceProcess::Stop() {
  kill(pid_, SIGTERM);
  return Wait();
}

std::string ServiceProcess::log() const {
  std::ifstream file(directory_ + "/log");
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::string> ServiceProcess::error_lines() const {
  std::vector<std::string> errors;
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);) {
    const bool is_error = line.find("\"level\":\"error\"") != std::string::npos ||
                          line.find("\"level\":\"critical\"") != std::string::npos;
    if (is_error) errors.push_back(line);
  }
  return errors;
}

void ServiceProcess::CrashAt(const std::string& point) {
  std::ofstream(directory_ + "/" + point) << "crash";
}

bool ServiceProcess::Ready() const {
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect(
      {boost::asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(operations_port_)},
      error);
  if (error) return false;
  const std::string request =
      "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  boost::asio::write(socket, boost::asio::buffer(request), error);
  std::string answer;
  boost::asio::read(socket, boost::asio::dynamic_buffer(answer), error);
  return answer.rfind("HTTP/1.1 200", 0) == 0;
}

}  // namespace nexus::testing
