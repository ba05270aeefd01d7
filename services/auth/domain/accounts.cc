#include "services/auth/domain/accounts.h"

#include <utility>

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "services/auth/domain/announcements.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/password_policy.h"

namespace nexus::auth {
namespace {

constexpr char kPersonalProject[] = "Personal project";

// Adds the user and says so. ALREADY_EXISTS `EMAIL_TAKEN`.
absl::Status Add(AuthTransaction& tx, Account& account) {
  account.user.create_time = tx.Now();
  if (!tx.AddUser(account, kPersonalProject)) return EmailTaken();
  tx.Publish(UserChanged(account.user));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StartedSession> Accounts::SignUp(const SignUpCommand& command) {
  if (!sign_up_open_) return SignUpClosed();
  NEXUS_ASSIGN_OR_RETURN(const Email email, Check(command));
  // Asked first, so that a taken address costs no hash; decided by the insert.
  NEXUS_ASSIGN_OR_RETURN(const bool taken, Exists(email));
  if (taken) return EmailTaken();

  NEXUS_ASSIGN_OR_RETURN(std::string hash, hasher_.Hash(command.password));
  Account account = NewAccount(email, Role::kUser, std::move(hash));
  StartedSession started;
  const absl::Status added = store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    CallContext& call = MutableCurrentCall();
    call.resource = UserName(account.user.id);
    call.actor = call.resource;
    NEXUS_RETURN_IF_ERROR(Add(tx, account));
    started = sessions_.Start(tx, account.user);
    call.token = SessionName(started.session.id);
    tx.RecordCall();
    return absl::OkStatus();
  });
  if (!added.ok()) return added;
  return started;
}

absl::StatusOr<AdministratorOutcome> Accounts::CreateAdministrator(const SignUpCommand& command) {
  NEXUS_ASSIGN_OR_RETURN(const Email email, Email::Parse(command.email));
  NEXUS_ASSIGN_OR_RETURN(const bool exists, Exists(email));
  if (exists) return Promote(email);

  NEXUS_RETURN_IF_ERROR(CheckPasswordStrength(command.password));
  NEXUS_ASSIGN_OR_RETURN(std::string hash, hasher_.Hash(command.password));
  Account account = NewAccount(email, Role::kAdministrator, std::move(hash));
  const absl::Status added = store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    MutableCurrentCall().resource = UserName(account.user.id);
    NEXUS_RETURN_IF_ERROR(Add(tx, account));
    tx.RecordCall();
    return absl::OkStatus();
  });
  if (!added.ok()) return added;
  return AdministratorOutcome::kCreated;
}

absl::StatusOr<std::vector<User>> Accounts::List(const UserQuery& query) {
  std::vector<User> users;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
    users = tx.ListUsers(query);
    return absl::OkStatus();
  }));
  return users;
}

absl::StatusOr<Email> Accounts::Check(const SignUpCommand& command) const {
  NEXUS_ASSIGN_OR_RETURN(Email email, Email::Parse(command.email));
  NEXUS_RETURN_IF_ERROR(CheckPasswordStrength(command.password));
  return email;
}

Account Accounts::NewAccount(const Email& email, Role role, std::string password_hash) {
  return {.user = {.id = ids_.NewId(),
                   .email = email.text(),
                   .role = role,
                   .personal_project = ids_.NewId()},
          .password_hash = std::move(password_hash)};
}

absl::StatusOr<bool> Accounts::Exists(const Email& email) {
  bool exists = false;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
    exists = tx.FindAccount(email.text()).has_value();
    return absl::OkStatus();
  }));
  return exists;
}

absl::StatusOr<AdministratorOutcome> Accounts::Promote(const Email& email) {
  auto outcome = AdministratorOutcome::kUnchanged;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    auto user = tx.LockUserByEmail(email.text());
    // Users are never removed.
    if (!user) return Internal("a user that was there is gone");
    outcome = AdministratorOutcome::kUnchanged;
    if (user->role == Role::kAdministrator) return absl::OkStatus();
    user->role = Role::kAdministrator;
    ++user->version;
    ++user->revision;
    tx.SaveUser(*user);
    tx.Publish(UserChanged(*user));
    tx.Publish(Revoked(UserName(user->id), user->revision));
    MutableCurrentCall().resource = UserName(user->id);
    tx.RecordCall();
    outcome = AdministratorOutcome::kPromoted;
    return absl::OkStatus();
  }));
  return outcome;
}

}  // namespace nexus::auth
