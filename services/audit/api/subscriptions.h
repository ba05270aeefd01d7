#pragma once

#include <memory>
#include <vector>

#include "libs/events/consumer.h"
#include "libs/rpc/runtime.h"
#include "services/audit/domain/trail.h"

namespace nexus::audit {

// Reads the events of every service of the suite, audit's own too, into the
// trail, for as long as it lives.
class Subscriptions {
 public:
  Subscriptions(rpc::Runtime& runtime, Trail& trail);

 private:
  std::vector<std::unique_ptr<events::Consumer>> consumers_;
};

}  // namespace nexus::audit
