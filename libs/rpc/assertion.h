#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

#include "libs/base/clock.h"
#include "nexus/auth/v1/auth_service.pb.h"

namespace nexus::rpc {

// Metadata keys that a call from the gateway carries.
inline constexpr char kAssertionKey[] = "nexus-assertion-bin";  // A serialised SignedAssertion.
inline constexpr char kRequestIdKey[] = "x-request-id";
inline constexpr char kTraceparentKey[] = "traceparent";
inline constexpr char kClientAddressKey[] = "nexus-client-address";
inline constexpr char kUserAgentKey[] = "nexus-user-agent";

// The least valid revisions that this process heard of. Thread-safe.
class Revocations {
 public:
  void Raise(const std::string& principal, std::int64_t least_valid_revision);
  bool Allows(const auth::v1::Assertion& assertion) const;

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, std::int64_t> least_ ABSL_GUARDED_BY(mutex_);
};

// Verifies assertions offline. Thread-safe.
class AssertionVerifier {
 public:
  // Asks `auth` for its keys; called at start and when a key id is unknown
  // (at most once a second). May block for a call.
  using FetchKeys = std::function<absl::StatusOr<auth::v1::ListSigningKeysResponse>()>;

  AssertionVerifier(const Clock& clock, const Revocations& revocations, FetchKeys fetch);

  // UNAUTHENTICATED when the signature is wrong, it expired or was revoked;
  // UNAVAILABLE when the keys cannot be had.
  absl::StatusOr<auth::v1::Assertion> Verify(const auth::v1::SignedAssertion& signed_assertion);

  // Whether it has any key: readiness.
  absl::Status EnsureKeys();

 private:
  absl::StatusOr<std::string> KeyOf(const std::string& key_id);
  absl::Status Refresh();

  const Clock& clock_;
  const Revocations& revocations_;
  const FetchKeys fetch_;
  absl::Mutex refresh_mutex_;
  absl::Time last_fetch_ ABSL_GUARDED_BY(refresh_mutex_) = absl::InfinitePast();
  absl::Mutex mutex_ ABSL_ACQUIRED_AFTER(refresh_mutex_);
  std::map<std::string, std::string> keys_ ABSL_GUARDED_BY(mutex_);
};

// Ed25519, raw 32-byte keys and 64-byte signatures.
std::string SignEd25519(const std::string& private_key, const std::string& message);
bool VerifyEd25519(const std::string& public_key, const std::string& message,
                   const std::string& signature);

}  // namespace nexus::rpc
