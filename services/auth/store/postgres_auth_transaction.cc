#include "services/auth/store/postgres_auth_transaction.h"

#include "libs/base/ids.h"
#include "libs/db/convert.h"

namespace nexus::auth {
namespace {

constexpr char kNow[] = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

}  // namespace

absl::Time PostgresAuthTransaction::Now() { return db::TimeFrom(tx_.Exec(kNow)[0][0]); }

void PostgresAuthTransaction::Publish(const events::NewEvent& event) {
  event_log_.Append(tx_, event);
}

void PostgresAuthTransaction::RecordCall() { event_log_.RecordCall(tx_, "ok"); }

std::string RoleText(Role role) { return role == Role::kAdministrator ? "administrator" : "user"; }

Role RoleFrom(const std::string& text) {
  return text == "administrator" ? Role::kAdministrator : Role::kUser;
}

std::optional<std::string> Uuid(const std::string& id) {
  return IsUuid(id) ? std::optional(id) : std::nullopt;
}

}  // namespace nexus::auth
