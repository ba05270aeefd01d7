#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace nexus::simulator {

// What is random in a cluster; the same seed gives the same run.
class Randomness {
 public:
  explicit Randomness(std::uint64_t seed) : generator_(seed) {}

  std::uint32_t Next(std::uint32_t below);

  // With the prefix of Proxmox VE: `BC:24:11:5A:00:7F`.
  std::string Mac();

  // A version 4 UUID.
  std::string Uuid();

 private:
  std::mt19937_64 generator_;
};

}  // namespace nexus::simulator
