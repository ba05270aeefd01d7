#pragma once

#include "absl/status/status.h"

#include "nexus/events/v1/event_service.pb.h"
#include "services/billing/domain/ledger.h"

namespace nexus::billing {

// Reads what the instance service announces and moves money accordingly: an
// instance that runs pays its setup fee, one that failed or was deleted before
// it ever ran gets back what was held for it. Thread-safe.
class InstanceEvents {
 public:
  explicit InstanceEvents(Ledger& ledger) : ledger_(ledger) {}

  // Whether the event may move money: of the other states none does.
  static bool Concern(const events::v1::Event& event);

  // Applies one event. Once is enough and twice is the same. Events of other
  // types and of other states are skipped with OK.
  absl::Status Apply(const events::v1::Event& event);

 private:
  Ledger& ledger_;
};

}  // namespace nexus::billing
