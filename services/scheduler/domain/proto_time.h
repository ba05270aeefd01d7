#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace nexus::scheduler {

// To the microsecond, as the database knows it.
inline void SetTime(google::protobuf::Timestamp& timestamp, absl::Time time) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int>(micros % 1'000'000) * 1000);
}

inline void SetSpan(google::protobuf::Duration& duration, absl::Duration span) {
  const std::int64_t micros = absl::ToInt64Microseconds(span);
  duration.set_seconds(micros / 1'000'000);
  duration.set_nanos(static_cast<int>(micros % 1'000'000) * 1000);
}

}  // namespace nexus::scheduler
