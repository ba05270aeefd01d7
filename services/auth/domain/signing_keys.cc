#include "services/auth/domain/signing_keys.h"

#include <utility>

#include "libs/base/status.h"

namespace nexus::auth {
namespace {

constexpr absl::Duration kLookEvery = absl::Minutes(10);
constexpr std::size_t kBelieved = 2;

std::string SealingContext(const std::string& id) { return "signing_keys/" + id; }

}  // namespace

absl::StatusOr<SigningKey> SigningKeys::Current() {
  {
    absl::MutexLock lock(&mutex_);
    if (current_ && clock_.Now() < last_look_ + kLookEvery) return *current_;
  }
  NEXUS_ASSIGN_OR_RETURN(const auto keys, Rotate());
  NEXUS_ASSIGN_OR_RETURN(SigningKey newest, Open(keys.front()));
  absl::MutexLock lock(&mutex_);
  current_ = newest;
  last_look_ = clock_.Now();
  return newest;
}

absl::StatusOr<std::vector<StoredSigningKey>> SigningKeys::Believed() { return Rotate(); }

absl::StatusOr<std::vector<StoredSigningKey>> SigningKeys::Rotate() {
  std::vector<StoredSigningKey> keys;
  const auto is_fresh = [&](AuthTransaction& tx) {
    keys = tx.ListSigningKeys();
    return !keys.empty() && tx.Now() < keys.front().create_time + rotation_;
  };
  NEXUS_RETURN_IF_ERROR(store_.InTransaction([&](AuthTransaction& tx) {
    if (is_fresh(tx)) return absl::OkStatus();
    // Replicas that start together make one key: look again once alone.
    tx.LockSigningKeys();
    if (is_fresh(tx)) return absl::OkStatus();
    const StoredSigningKey made = NewKey(tx.Now());
    tx.AddSigningKey(made);
    keys.insert(keys.begin(), made);
    while (keys.size() > kBelieved) {
      tx.RemoveSigningKey(keys.back().id);
      keys.pop_back();
    }
    return absl::OkStatus();
  }));
  return keys;
}

StoredSigningKey SigningKeys::NewKey(absl::Time now) const {
  const SigningKey key = SigningKey::Generate(ids_.NewId());
  return {.id = key.id(),
          .public_key = key.public_key(),
          .sealed_private_key = sealer_.Seal(key.private_key(), SealingContext(key.id())),
          .create_time = now};
}

absl::StatusOr<SigningKey> SigningKeys::Open(const StoredSigningKey& stored) const {
  const auto private_key = sealer_.Open(stored.sealed_private_key, SealingContext(stored.id));
  if (!private_key.ok()) {
    return Internal("the signing key cannot be opened: it was sealed under another key file");
  }
  return SigningKey::FromPrivateKey(stored.id, *private_key);
}

}  // namespace nexus::auth
