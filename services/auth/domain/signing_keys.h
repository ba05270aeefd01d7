#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/sealer.h"
#include "services/auth/domain/auth_store.h"
#include "services/auth/domain/signing_key.h"

namespace nexus::auth {

// The keys that assertions are signed with: made here, shared by all replicas
// through the database, sealed at rest. The newest signs; the one before it is
// still believed, so that assertions live through a rotation. Thread-safe.
class SigningKeys {
 public:
  SigningKeys(AuthStore& store, const Sealer& sealer, IdSource& ids, const Clock& clock,
              absl::Duration rotation)
      : store_(store), sealer_(sealer), ids_(ids), clock_(clock), rotation_(rotation) {}

  // The key to sign with. Looks at the database at first and then each 10 minutes:
  // makes a key when there is none or the newest is older than `rotation`.
  // INTERNAL when a key cannot be opened: it was sealed under another key file.
  absl::StatusOr<SigningKey> Current();

  // Those that are believed, newest first. Makes the first.
  absl::StatusOr<std::vector<StoredSigningKey>> Believed();

 private:
  absl::StatusOr<std::vector<StoredSigningKey>> Rotate();
  StoredSigningKey NewKey(absl::Time now) const;
  absl::StatusOr<SigningKey> Open(const StoredSigningKey& stored) const;

  AuthStore& store_;
  const Sealer& sealer_;
  IdSource& ids_;
  const Clock& clock_;
  const absl::Duration rotation_;
  absl::Mutex mutex_;
  std::optional<SigningKey> current_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_look_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace nexus::auth
