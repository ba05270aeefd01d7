#include "libs/rpc/assertion.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include <openssl/evp.h>

#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::rpc {
namespace {

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct DigestDeleter {
  void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
using Digest = std::unique_ptr<EVP_MD_CTX, DigestDeleter>;

const unsigned char* In(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

absl::Status Refused(std::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, api::v1::UNAUTHENTICATED, message);
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace

std::string SignEd25519(const std::string& private_key, const std::string& message) {
  const Key key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, In(private_key), private_key.size()));
  const Digest digest(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t length = signature.size();
  NEXUS_CHECK(key != nullptr);
  NEXUS_CHECK(EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  NEXUS_CHECK(EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &length, In(message), message.size()) == 1);
  return signature;
}

bool VerifyEd25519(const std::string& public_key, const std::string& message,
                   const std::string& signature) {
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, In(public_key), public_key.size()));
  const Digest digest(EVP_MD_CTX_new());
  return key != nullptr &&
         EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), In(signature), signature.size(), In(message),
                          message.size()) == 1;
}

void Revocations::Raise(const std::string& principal, std::int64_t least_valid_revision) {
  absl::MutexLock lock(&mutex_);
  std::int64_t& least = least_[principal];
  least = std::max(least, least_valid_revision);
}

bool Revocations::Allows(const auth::v1::Assertion& assertion) const {
  const std::string user = assertion.subject().substr(assertion.subject().find('/') + 1);
  const std::pair<std::string, std::int64_t> revisions[] = {
      {assertion.subject(), assertion.subject_revision()},
      {assertion.credential(), assertion.credential_revision()},
      {assertion.project() + "/members/" + user, assertion.membership_revision()}};
  absl::MutexLock lock(&mutex_);
  return std::all_of(std::begin(revisions), std::end(revisions), [this](const auto& revision) {
    const auto least = least_.find(revision.first);
    return least == least_.end() || revision.second >= least->second;
  });
}

AssertionVerifier::AssertionVerifier(const Clock& clock, const Revocations& revocations,
                                     FetchKeys fetch)
    : clock_(clock), revocations_(revocations), fetch_(std::move(fetch)) {}

absl::Status AssertionVerifier::Refresh() {
  // One asks, the others wait for its answer.
  absl::MutexLock one_at_a_time(&refresh_mutex_);
  if (clock_.Now() - last_fetch_ < absl::Seconds(1)) return absl::OkStatus();
  NEXUS_ASSIGN_OR_RETURN(const auto answer, fetch_());
  last_fetch_ = clock_.Now();
  absl::MutexLock lock(&mutex_);
  keys_.clear();
  for (const auto& key : answer.keys()) keys_[key.key_id()] = key.public_key();
  return absl::OkStatus();
}

absl::StatusOr<std::string> AssertionVerifier::KeyOf(const std::string& key_id) {
  for (const bool again : {false, true}) {
    if (again && !Refresh().ok()) return Unavailable("the keys of assertions cannot be had");
    absl::MutexLock lock(&mutex_);
    const auto key = keys_.find(key_id);
    if (key != keys_.end()) return key->second;
  }
  return Refused("the assertion's key is not known");
}

absl::Status AssertionVerifier::EnsureKeys() {
  {
    absl::MutexLock lock(&mutex_);
    if (!keys_.empty()) return absl::OkStatus();
  }
  NEXUS_RETURN_IF_ERROR(Refresh());
  absl::MutexLock lock(&mutex_);
  return keys_.empty() ? Unavailable("no keys of assertions yet") : absl::OkStatus();
}

absl::StatusOr<auth::v1::Assertion> AssertionVerifier::Verify(
    const auth::v1::SignedAssertion& signed_assertion) {
  NEXUS_ASSIGN_OR_RETURN(const std::string key, KeyOf(signed_assertion.key_id()));
  if (!VerifyEd25519(key, signed_assertion.assertion(), signed_assertion.signature())) {
    return Refused("the assertion's signature is wrong");
  }
  auth::v1::Assertion assertion;
  if (!assertion.ParseFromString(signed_assertion.assertion())) {
    return Refused("the assertion cannot be read");
  }
  if (clock_.Now() >= TimeOf(assertion.expire_time())) return Refused("the assertion has expired");
  if (!revocations_.Allows(assertion)) return Refused("the session or token has ended");
  return assertion;
}

}  // namespace nexus::rpc
