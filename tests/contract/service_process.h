#pragma once

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace nexus::testing {

// A service's real binary, run as `./nexus up` runs it: configured by its
// environment, on loopback ports of its own, with this program's certificates.
class ServiceProcess {
 public:
  // `service` such as "billing". `environment` is added to what every service needs
  // but databases and targets.
  ServiceProcess(std::string service, std::string binary,
                 std::map<std::string, std::string> environment);

  // Kills it if it still runs.
  ~ServiceProcess();

  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  int internal_port() const { return internal_port_; }
  int public_port() const { return public_port_; }

  // Runs it; a second time after it ended. Start returns when it can serve.
  void Start();
  void Spawn(const std::vector<std::string>& arguments = {});

  // Waits for its end: the exit code, or minus the signal that killed it.
  int Wait();

  // SIGTERM, then Wait.
  int Stop();

  // What it wrote since the first start.
  std::string log() const;
  std::vector<std::string> error_lines() const;

  // Has the next process that reaches this point die there.
  void CrashAt(const std::string& point);

 private:
  bool Ready() const;

  const std::string service_;
  const std::string binary_;
  std::map<std::string, std::string> environment_;
  std::string directory_;
  int internal_port_ = 0;
  int public_port_ = 0;
  int operations_port_ = 0;
  pid_t pid_ = 0;
};

}  // namespace nexus::testing
