#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace nexus::rpc {

// Bounds how many refusals are recorded one by one: beyond 20 a minute per
// client address and method they become one counted record. Thread-safe.
class Refusals {
 public:
  // How many refusals the record to be written now stands for; 0: write none yet.
  int Count(const std::string& address, const std::string& method, absl::Time now);

 private:
  struct Window {
    absl::Time begin;
    int recorded = 0;
    int held_back = 0;
  };

  absl::Mutex mutex_;
  std::map<std::pair<std::string, std::string>, Window> windows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexus::rpc
