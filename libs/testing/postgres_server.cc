#include "libs/testing/postgres_server.h"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>
#include <grp.h>
#include <pqxx/pqxx>

#include "libs/base/status.h"

namespace nexus::testing {
namespace {

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";

// Durability is not what a throw-away server is for.
constexpr char kSettings[] =
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=300 -c shared_buffers=64MB -c log_min_messages=fatal";

bool Answers(const std::string& host) {
  try {
    pqxx::connection connection(fmt::format("host={} user=postgres dbname=postgres", host));
    return true;
  } catch (const pqxx::failure&) {
    return false;
  }
}

}  // namespace

pid_t PostgresServer::Spawn(const std::string& program, const std::string& arguments) const {
  const pid_t pid = fork();
  NEXUS_CHECK(pid >= 0);
  if (pid > 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGINT);  // A test that crashes leaves no server behind.
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || initgroups("postgres", user->pw_gid) != 0 || setgid(user->pw_gid) != 0 ||
        setuid(user->pw_uid) != 0) {
      _exit(1);
    }
    prctl(PR_SET_PDEATHSIG, SIGINT);
  }
  if (chdir(directory_.c_str()) != 0) _exit(1);
  const std::string command =
      fmt::format("exec {}{} {} >>{}/log 2>&1", kPrograms, program, arguments, directory_);
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  _exit(1);
}

PostgresServer::PostgresServer() {
  char directory[] = "/tmp/nexus-pg-XXXXXX";
  NEXUS_CHECK(mkdtemp(directory) != nullptr);
  directory_ = directory;
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    NEXUS_CHECK(user != nullptr);
    NEXUS_CHECK(chown(directory, user->pw_uid, user->pw_gid) == 0);
  }
  int result = 0;
  const pid_t init = Spawn(
      "initdb", fmt::format("-D {}/data -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8",
                            directory_));
  NEXUS_CHECK(waitpid(init, &result, 0) == init);
  NEXUS_CHECK(result == 0);
  pid_ = Spawn("postgres", fmt::format("-D {0}/data -k {0} {1}", directory_, kSettings));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!Answers(directory_)) {
    NEXUS_CHECK(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

PostgresServer::~PostgresServer() {
  kill(pid_, SIGQUIT);
  int result = 0;
  waitpid(pid_, &result, 0);
  std::error_code ignored;  // A file that vanishes meanwhile is no loss.
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace nexus::testing
