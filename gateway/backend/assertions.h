#pragma once

#include <string>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <boost/asio/awaitable.hpp>

#include "gateway/backend/backend.h"
#include "gateway/session/credential.h"
#include "libs/base/clock.h"
#include "libs/rpc/assertion.h"
#include "nexus/auth/v1/auth_service.pb.h"

namespace nexus::gateway {

// What auth says of a caller in one project.
struct Identity {
  auth::v1::Assertion assertion;

  // As it travels to the services.
  std::string serialized;

  absl::Time fetch_time;
};

// Exchanges sessions and API tokens for assertions, and remembers the answers
// for a short time. Used on the io_context's thread.
class Assertions {
 public:
  Assertions(Backend& backend, const Clock& clock, const rpc::Revocations& revocations);

  // `project` such as `projects/p`; empty for a call about none. UNAUTHENTICATED
  // when the credential is not valid. Fetched before `not_before`, an answer is
  // asked for again.
  boost::asio::awaitable<absl::StatusOr<Identity>> For(
      const Credential& credential, const std::string& project, const CallOrigin& origin,
      absl::Time not_before = absl::InfinitePast());

 private:
  bool IsFresh(const Identity& identity, absl::Time not_before) const;
  boost::asio::awaitable<absl::StatusOr<auth::v1::SignedAssertion>> Exchange(
      const Credential& credential, const std::string& project, const CallOrigin& origin);
  void Remember(std::string key, const Identity& identity);

  Backend& backend_;
  const Clock& clock_;
  const rpc::Revocations& revocations_;
  std::unordered_map<std::string, Identity> known_;
};

}  // namespace nexus::gateway
