#include "services/audit/api/subscriptions.h"

namespace nexus::audit {
namespace {

constexpr const char* kSources[] = {"auth", "instance", "billing", "scheduler", "audit"};

}  // namespace

Subscriptions::Subscriptions(rpc::Runtime& runtime, Trail& trail) {
  for (const char* source : kSources) {
    consumers_.push_back(std::make_unique<events::Consumer>(
        events::Consumer::Options{.consumer = "audit",
                                  .source = source,
                                  .lock_connection = runtime.config().database,
                                  .types = {events::v1::Called::descriptor()->full_name()}},
        runtime.pool(), runtime.ChannelTo(source),
        [&trail](const events::v1::Event& event) { return trail.Take(event); }));
  }
}

}  // namespace nexus::audit
