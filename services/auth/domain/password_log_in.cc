#include "services/auth/domain/password_log_in.h"

#include "libs/base/call_context.h"
#include "libs/base/status.h"
#include "services/auth/domain/errors.h"

namespace nexus::auth {

absl::StatusOr<StartedSession> PasswordLogIn::Run(const LogInCommand& command) {
  const LogInAttempt attempt{ids_.NewId(), command.email, command.client_address};
  NEXUS_ASSIGN_OR_RETURN(const std::optional<Account> account, Begin(attempt));
  // A refusal is recorded as done to the user, by nobody known.
  if (account) MutableCurrentCall().resource = UserName(account->user.id);

  const absl::StatusOr<PasswordCheck> check = Compare(command.password, account);
  if (!check.ok()) {
    NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
      lock_out_.TakeBack(tx, attempt);
      return absl::OkStatus();
    }));
    return check.status();
  }
  if (!check->matches) return CredentialsWrong();

  std::optional<std::string> better_hash;
  if (check->outdated) {
    // Next time will do if too many wait now.
    if (auto hash = hasher_.Hash(command.password); hash.ok()) better_hash = *std::move(hash);
  }
  return Finish(attempt, *account, better_hash);
}

absl::StatusOr<std::optional<Account>> PasswordLogIn::Begin(const LogInAttempt& attempt) {
  std::optional<Account> account;
  const absl::Status begun = store_.InTransaction([&](AuthTransaction& tx) -> absl::Status {
    NEXUS_RETURN_IF_ERROR(lock_out_.Begin(tx, attempt));
    account = tx.FindAccount(attempt.email);
    return absl::OkStatus();
  });
  if (!begun.ok()) return begun;
  return account;
}

absl::StatusOr<PasswordCheck> PasswordLogIn::Compare(const std::string& password,
                                                     const std::optional<Account>& account) {
  if (account) return hasher_.Check(password, account->password_hash);
  NEXUS_RETURN_IF_ERROR(hasher_.CheckInVain(password));
  return PasswordCheck{.matches = false};
}

absl::StatusOr<StartedSession> PasswordLogIn::Finish(
    const LogInAttempt& attempt, const Account& account,
    const std::optional<std::string>& better_hash) {
  StartedSession started;
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
    lock_out_.Succeed(tx, attempt);
    if (better_hash) {
      tx.ReplacePasswordHash(account.user.id, account.password_hash, *better_hash);
    }
    started = sessions_.Start(tx, account.user);
    MutableCurrentCall().actor = UserName(account.user.id);
    MutableCurrentCall().token = SessionName(started.session.id);
    tx.RecordCall();
    return absl::OkStatus();
  }));
  return started;
}

}  // namespace nexus::auth
