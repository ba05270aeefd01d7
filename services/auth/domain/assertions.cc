#include "services/auth/domain/assertions.h"

#include "google/protobuf/util/time_util.h"

#include "libs/base/status.h"
#include "services/auth/domain/credential.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/permissions.h"
#include "services/auth/domain/secret.h"

namespace nexus::auth {
namespace {

constexpr absl::Duration kLifetime = absl::Seconds(60);

google::protobuf::Timestamp Timestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

void AddProject(const Standing& standing, v1::Assertion& assertion) {
  assertion.set_membership_revision(standing.membership_revision);
  const bool elsewhere =
      standing.bound_to && *standing.bound_to != ProjectIdOf(assertion.project());
  if (!standing.project_exists || elsewhere) return;
  if (standing.user.role == Role::kAdministrator) {
    assertion.set_member(true);
    const auto& all = AllProjectPermissions();
    assertion.mutable_permissions()->Assign(all.begin(), all.end());
  } else if (standing.project_role) {
    assertion.set_member(true);
    const auto& permissions = PermissionsOf(*standing.project_role);
    assertion.mutable_permissions()->Assign(permissions.begin(), permissions.end());
  }
}

}  // namespace

v1::Assertion MakeAssertion(const Standing& standing, const std::string& project) {
  v1::Assertion assertion;
  assertion.set_subject(UserName(standing.user.id));
  assertion.set_credential(standing.credential);
  assertion.set_project(project);
  assertion.set_subject_revision(standing.user.revision);
  assertion.set_credential_revision(standing.credential_revision);
  AddProject(standing, assertion);
  if (!standing.bound_to) {
    const auto& global = GlobalPermissionsOf(standing.user.role);
    assertion.mutable_global_permissions()->Assign(global.begin(), global.end());
  }
  *assertion.mutable_issue_time() = Timestamp(standing.now);
  *assertion.mutable_expire_time() = Timestamp(standing.now + kLifetime);
  return assertion;
}

absl::StatusOr<v1::SignedAssertion> Assertions::ExchangeSession(const std::string& secret,
                                                                const std::string& project) {
  v1::Assertion assertion;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    const auto standing = tx.ReadSessionStanding(HashSecret(secret), ProjectIdOf(project));
    if (!standing) return SessionInvalid();
    if (standing->use_is_stale) {
      tx.RecordSessionUse(*SessionIdOf(standing->credential), policy_.idle);
    }
    assertion = MakeAssertion(*standing, project);
    return absl::OkStatus();
  }));
  return Sign(assertion);
}

absl::StatusOr<v1::SignedAssertion> Assertions::ExchangeToken(const std::string& secret,
                                                              const std::string& project) {
  if (!IsTokenSecret(secret)) return TokenInvalid();
  v1::Assertion assertion;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    const auto standing = tx.ReadTokenStanding(HashSecret(secret), ProjectIdOf(project));
    if (!standing) return TokenInvalid();
    if (standing->use_is_stale) tx.RecordTokenUse(*TokenIdOf(standing->credential));
    assertion = MakeAssertion(*standing, project);
    return absl::OkStatus();
  }));
  return Sign(assertion);
}

absl::StatusOr<v1::SignedAssertion> Assertions::Sign(const v1::Assertion& assertion) {
  NEXUS_ASSIGN_OR_RETURN(const SigningKey key, keys_.Current());
  v1::SignedAssertion signed_assertion;
  signed_assertion.set_assertion(assertion.SerializeAsString());
  signed_assertion.set_signature(key.Sign(signed_assertion.assertion()));
  signed_assertion.set_key_id(key.id());
  return signed_assertion;
}

}  // namespace nexus::auth
