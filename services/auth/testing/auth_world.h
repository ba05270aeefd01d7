#pragma once

#include <string>

#include "libs/base/call_context.h"
#include "libs/testing/fakes.h"
#include "services/auth/domain/accounts.h"
#include "services/auth/domain/password_log_in.h"
#include "services/auth/domain/sessions.h"
#include "services/auth/testing/fake_auth_store.h"
#include "services/auth/testing/fake_password_hasher.h"

namespace nexus::auth {

// Auth without a database, a network or a real clock, in the middle of a call.
struct AuthWorld {
  static constexpr char kPassword[] = "a sentence nobody guesses";

  // A user who signed up, and its first session.
  StartedSession SignUp(const std::string& email) {
    auto started = accounts.SignUp({email, kPassword});
    NEXUS_CHECK(started.ok());
    return *started;
  }

  absl::StatusOr<StartedSession> LogIn(const std::string& email, const std::string& password,
                                       const std::string& address = "192.0.2.1") {
    return log_in.Run({email, password, address});
  }

  testing::FakeClock clock;
  testing::SequentialIds ids;
  FakeAuthStore store{clock};
  FakePasswordHasher hasher;
  SessionPolicy session_policy;
  Sessions sessions{store, ids, session_policy};
  Accounts accounts{store, hasher, sessions, ids, /*sign_up_open=*/true};
  PasswordLogIn log_in{store, hasher, sessions, ids, LockOutPolicy{}};
  ScopedCallContext call{CallContext{.method = "nexus.auth.v1.AuthService.Test"}};
};

}  // namespace nexus::auth
