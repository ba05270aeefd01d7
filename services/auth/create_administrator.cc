#include "services/auth/create_administrator.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "libs/base/call_context.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/base/status.h"
#include "libs/db/notifier.h"
#include "libs/db/pool.h"
#include "libs/events/event_log.h"
#include "services/auth/domain/accounts.h"
#include "services/auth/store/postgres_auth_store.h"

namespace nexus::auth {
namespace {

constexpr char kMethod[] = "nexus.auth.CommandLine.CreateAdministrator";

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(fmt::format("{} cannot be read", path));
  std::string password{std::istreambuf_iterator<char>(file), {}};
  while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) {
    password.pop_back();
  }
  return password;
}

absl::StatusOr<AdministratorOutcome> Create(const Config& config, const AdministratorWish& wish) {
  NEXUS_ASSIGN_OR_RETURN(const std::string password, ReadPassword(wish.password_file));
  const SystemClock clock;
  RandomIdSource ids(clock);
  db::Pool pool(config.service.database);
  db::Notifier notifier(config.service.database, events::kEventsChannel);
  events::EventLog event_log(ids, notifier);
  PostgresAuthStore store(pool, event_log);
  Argon2Hasher hasher(config.argon2);
  Sessions sessions(store, ids, config.session);
  Accounts accounts(store, hasher, sessions, ids, config.sign_up_open);
  // The address was typed by the operator and is no JSON text until it was parsed.
  NEXUS_ASSIGN_OR_RETURN(const Email email, Email::Parse(wish.email));
  const ScopedCallContext scope({.actor = "services/auth",
                                 .method = kMethod,
                                 .request_json = fmt::format(R"({{"email":"{}"}})", email.text())});
  return accounts.CreateAdministrator({email.text(), password});
}

std::string_view Sentence(AdministratorOutcome outcome) {
  switch (outcome) {
    case AdministratorOutcome::kCreated:
      return "created as administrator";
    case AdministratorOutcome::kPromoted:
      return "made administrator; the password stays as it is";
    case AdministratorOutcome::kUnchanged:
      return "is administrator already; nothing was changed";
  }
  return {};
}

}  // namespace

std::optional<AdministratorWish> AdministratorWishOf(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty() || words[0] != "--create-administrator") return std::nullopt;
  if (words.size() == 4 && words[2] == "--password-file") {
    return AdministratorWish{std::string(words[1]), std::string(words[3])};
  }
  std::cerr << "usage: nexus-auth --create-administrator EMAIL --password-file FILE\n";
  std::exit(2);
}

int CreateAdministratorAndExit(const Config& config, const AdministratorWish& wish) {
  InitLogging(config.service.service, config.service.log_level);
  const auto outcome = Create(config, wish);
  if (!outcome.ok()) {
    std::cerr << wish.email << ": " << MessageOf(outcome.status()) << '\n';
    return 1;
  }
  std::cout << wish.email << ": " << Sentence(*outcome) << '\n';
  return 0;
}

}  // namespace nexus::auth
