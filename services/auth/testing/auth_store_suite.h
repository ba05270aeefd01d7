#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/testing/status_matchers.h"
#include "services/auth/testing/auth_backend.h"

namespace nexus::auth {

inline constexpr char kSecretHash[] = "0123456789abcdef0123456789abcdef";

// What every AuthStore promises is tested with one of each kind.
class AuthStoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  // Runs `body` in a transaction of its own and answers what it returned.
  template <typename Body>
  auto In(Body body) {
    std::optional<decltype(body(std::declval<AuthTransaction&>()))> result;
    const absl::Status status = store().InTransaction([&](AuthTransaction& tx) {
      result.emplace(body(tx));
      return absl::OkStatus();
    });
    EXPECT_THAT(status, testing::IsOk());
    return *std::move(result);
  }

  Account NewAccount(const std::string& email) {
    return {.user = {.id = ids_.NewId(),
                     .email = email,
                     .personal_project = ids_.NewId(),
                     .create_time = absl::FromUnixSeconds(1'700'000'000)},
            .password_hash = "hash"};
  }

  User AddUser(const std::string& email) {
    const Account account = NewAccount(email);
    EXPECT_TRUE(In([&](AuthTransaction& tx) { return tx.AddUser(account, "Personal project"); }));
    return account.user;
  }

  // A session that began an hour ago.
  Session AddSession(const User& user, absl::Duration lifetime, absl::Duration idle) {
    return In([&](AuthTransaction& tx) {
      const absl::Time begin = tx.Now() - absl::Hours(1);
      const Session session{.id = ids_.NewId(),
                            .user = user.id,
                            .create_time = begin,
                            .expire_time = begin + lifetime,
                            .idle_expire_time = begin + idle};
      tx.AddSession(session, kSecretHash);
      return session;
    });
  }

  ApiToken AddToken(const User& user, const std::string& display_name,
                    std::optional<absl::Duration> lifetime = {},
                    const std::string& secret_hash = kSecretHash) {
    return In([&](AuthTransaction& tx) {
      const absl::Time begin = tx.Now() - absl::Hours(1);
      ApiToken token{.id = ids_.NewId(),
                     .user = user.id,
                     .project = user.personal_project,
                     .display_name = display_name,
                     .create_time = begin};
      if (lifetime) token.expire_time = begin + *lifetime;
      tx.AddApiToken(token, secret_hash);
      return token;
    });
  }

  std::optional<Standing> StandingOfSession(const std::string& project = {}) {
    return In([&](AuthTransaction& tx) { return tx.ReadSessionStanding(kSecretHash, project); });
  }

  std::optional<Standing> StandingOfToken(const std::string& project = {}) {
    return In([&](AuthTransaction& tx) { return tx.ReadTokenStanding(kSecretHash, project); });
  }

  AuthStore& store() { return backend_->store(); }

  std::unique_ptr<AuthBackend> backend_ = GetParam().open();
  SystemClock clock_;
  RandomIdSource ids_{clock_};
};

}  // namespace nexus::auth
