#pragma once

#include <string>
#include <string_view>

#include "libs/base/clock.h"

namespace nexus {

// Makes ids. Passed in, so that a test can say which. Thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;

  // A UUIDv7 (RFC 9562) in lower case: ordered by time, to the millisecond.
  virtual std::string NewId() = 0;
};

class RandomIdSource : public IdSource {
 public:
  explicit RandomIdSource(const Clock& clock) : clock_(clock) {}
  std::string NewId() override;

 private:
  const Clock& clock_;
};

// Whether `text` is a UUID in lower case with dashes.
bool IsUuid(std::string_view text);

// `bytes` from the operating system's generator.
std::string RandomBytes(std::size_t bytes);

}  // namespace nexus
