#include "simulator/model/randomness.h"

#include <fmt/format.h>

namespace nexus::simulator {

std::uint32_t Randomness::Next(std::uint32_t below) {
  return static_cast<std::uint32_t>(generator_() % below);
}

std::string Randomness::Mac() {
  const std::uint32_t tail = Next(1U << 24);
  return fmt::format("BC:24:11:{:02X}:{:02X}:{:02X}", tail >> 16, (tail >> 8) & 0xFF, tail & 0xFF);
}

std::string Randomness::Uuid() {
  const std::uint64_t high = generator_();
  const std::uint64_t low = generator_();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                     high & 0xFFF, 8 + ((low >> 62) & 3), (low >> 48) & 0xFFF,
                     low & 0xFFFFFFFFFFFF);
}

}  // namespace nexus::simulator
