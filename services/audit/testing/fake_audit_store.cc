#include "services/audit/testing/fake_audit_store.h"

#include <algorithm>
#include <tuple>

namespace nexus::audit {
namespace {

auto OrderOf(const AuditRecord& record) { return std::tie(record.create_time, record.id); }

bool IsNewer(const AuditRecord& a, const AuditRecord& b) { return OrderOf(a) > OrderOf(b); }

bool MatchesText(const std::string& wanted, const std::string& text) {
  return wanted.empty() || wanted == text;
}

bool MatchesMethod(const std::string& wanted, const std::string& method) {
  return MatchesText(wanted, method) || wanted == method.substr(method.rfind('.') + 1);
}

bool MatchesOutcome(const std::string& wanted, const std::string& outcome) {
  return MatchesText(wanted, outcome) || (wanted == "refused" && outcome != "ok");
}

bool MatchesTime(const AuditQuery& query, const AuditRecord& record) {
  if (query.start_time && record.create_time < *query.start_time) return false;
  if (query.end_time && record.create_time >= *query.end_time) return false;
  return !query.after || OrderOf(record) < std::tie(query.after->create_time, query.after->id);
}

bool Matches(const AuditQuery& query, const AuditRecord& record) {
  return MatchesText(query.project, record.project) && MatchesText(query.actor, record.actor) &&
         MatchesText(query.resource, record.resource) &&
         MatchesMethod(query.method, record.method) &&
         MatchesOutcome(query.outcome, record.outcome) && MatchesTime(query, record);
}

}  // namespace

absl::Status FakeAuditStore::Add(const AuditRecord& record) {
  std::lock_guard lock(mutex_);
  const bool known = std::any_of(records_.begin(), records_.end(), [&](const auto& other) {
    return OrderOf(other) == OrderOf(record);
  });
  if (known) return absl::OkStatus();
  records_.insert(std::lower_bound(records_.begin(), records_.end(), record, IsNewer), record);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AuditRecord>> FakeAuditStore::List(const AuditQuery& query) {
  std::lock_guard lock(mutex_);
  std::vector<AuditRecord> found;
  for (const AuditRecord& record : records_) {
    if (static_cast<int>(found.size()) == query.limit) break;
    if (Matches(query, record)) found.push_back(record);
  }
  return found;
}

}  // namespace nexus::audit
