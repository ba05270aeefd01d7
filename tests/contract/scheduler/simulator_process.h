#pragma once

#include <string>
#include <sys/types.h>

#include <nlohmann/json.hpp>

namespace nexus::testing {

// The hypervisor simulator's real binary, without delays and with its control port.
class SimulatorProcess {
 public:
  SimulatorProcess();
  ~SimulatorProcess();

  SimulatorProcess(const SimulatorProcess&) = delete;
  SimulatorProcess& operator=(const SimulatorProcess&) = delete;

  // `https://127.0.0.1:port`.
  std::string endpoint() const;
  const std::string& fingerprint() const { return fingerprint_; }
  static std::string TokenId() { return "nexus@pve!panel"; }
  static std::string TokenSecret() { return "6ad1a1b0-3f2e-4c55-9d0e-7f0c2b1a9e44"; }

  // Guests, volumes and tasks as they are.
  nlohmann::json State() const;

  // Null when there is no such guest.
  nlohmann::json GuestOf(int vmid) const;

  void Set(const nlohmann::json& settings) const;
  void AddFault(const nlohmann::json& rule) const;
  void ClearFaults() const;
  void Chaos(const nlohmann::json& event) const;

 private:
  nlohmann::json Control(const std::string& method, const std::string& path,
                         const nlohmann::json& body) const;
  void ReadStart(int output);

  pid_t pid_ = 0;
  std::string directory_;
  std::string fingerprint_;
  int port_ = 0;
  int control_port_ = 0;
};

}  // namespace nexus::testing
