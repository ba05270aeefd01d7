#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "nexus/auth/v1/auth_service.pb.h"
#include "services/auth/domain/auth_store.h"
#include "services/auth/domain/sessions.h"
#include "services/auth/domain/signing_keys.h"

namespace nexus::auth {

// Exchanges what a caller holds for what services believe: a signed assertion
// about one principal in one project, good for 60 seconds. Thread-safe.
class Assertions {
 public:
  Assertions(AuthStore& store, SigningKeys& keys, const SessionPolicy& policy)
      : store_(store), keys_(keys), policy_(policy) {}

  // `project` is a resource name, or empty. One that does not exist is like one
  // that the caller is no member of. UNAUTHENTICATED `SESSION_INVALID`.
  absl::StatusOr<v1::SignedAssertion> ExchangeSession(const std::string& secret,
                                                      const std::string& project);

  // A token has the permissions of its own project only, and no global ones.
  // UNAUTHENTICATED `TOKEN_INVALID`.
  absl::StatusOr<v1::SignedAssertion> ExchangeToken(const std::string& secret,
                                                    const std::string& project);

 private:
  absl::StatusOr<v1::SignedAssertion> Sign(const v1::Assertion& assertion);

  AuthStore& store_;
  SigningKeys& keys_;
  const SessionPolicy policy_;
};

// What auth says of a standing. `project` is the name that was asked about.
v1::Assertion MakeAssertion(const Standing& standing, const std::string& project);

}  // namespace nexus::auth
