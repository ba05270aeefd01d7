#include "gateway/backend/assertions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kKept = absl::Seconds(20);

// Beyond this many, what is old is thrown away.
constexpr std::size_t kMostKept = 50'000;

// Never the secret itself: a core dump of the cache is worth nothing.
std::string KeyOf(const Credential& credential, const std::string& project) {
  return absl::StrCat(static_cast<int>(credential.kind), Sha256(credential.secret), project);
}

const MethodDescriptor& AuthMethod(const char* name) {
  const auto* method = auth::v1::SignedAssertion::descriptor()
                           ->file()
                           ->FindServiceByName("AuthService")
                           ->FindMethodByName(name);
  NEXUS_CHECK(method != nullptr);
  return *method;
}

}  // namespace

Assertions::Assertions(Backend& backend, const Clock& clock, const rpc::Revocations& revocations)
    : backend_(backend), clock_(clock), revocations_(revocations) {}

bool Assertions::IsFresh(const Identity& identity, absl::Time not_before) const {
  return identity.fetch_time >= not_before && clock_.Now() - identity.fetch_time < kKept &&
         revocations_.Allows(identity.assertion);
}

asio::awaitable<absl::StatusOr<Identity>> Assertions::For(const Credential& credential,
                                                          const std::string& project,
                                                          const CallOrigin& origin,
                                                          absl::Time not_before) {
  if (credential.kind == Credential::Kind::kNone) {
    co_return Error(absl::StatusCode::kUnauthenticated, api::v1::UNAUTHENTICATED,
                    "log in, or send an API token");
  }
  std::string key = KeyOf(credential, project);
  const auto found = known_.find(key);
  if (found != known_.end() && IsFresh(found->second, not_before)) co_return found->second;
  Identity identity{.fetch_time = clock_.Now()};
  const auto answer = co_await Exchange(credential, project, origin);
  if (!answer.ok()) {
    known_.erase(key);
    co_return answer.status();
  }
  if (!identity.assertion.ParseFromString(answer->assertion())) {
    co_return absl::InternalError("auth answered an assertion that cannot be read");
  }
  identity.serialized = answer->SerializeAsString();
  Remember(std::move(key), identity);
  co_return identity;
}

asio::awaitable<absl::StatusOr<auth::v1::SignedAssertion>> Assertions::Exchange(
    const Credential& credential, const std::string& project, const CallOrigin& origin) {
  auth::v1::SignedAssertion answer;
  absl::Status status;
  if (credential.kind == Credential::Kind::kSession) {
    auth::v1::ExchangeSessionRequest request;
    request.set_session(credential.secret);
    request.set_project(project);
    request.set_client_address(origin.client_address);
    status =
        co_await backend_.Call(AuthMethod("ExchangeSession"), origin, kNobody, request, answer);
  } else {
    auth::v1::ExchangeTokenRequest request;
    request.set_token(credential.secret);
    request.set_project(project);
    request.set_client_address(origin.client_address);
    status = co_await backend_.Call(AuthMethod("ExchangeToken"), origin, kNobody, request, answer);
  }
  if (!status.ok()) co_return status;
  co_return answer;
}

void Assertions::Remember(std::string key, const Identity& identity) {
  if (known_.size() >= kMostKept) {
    std::erase_if(known_,
                  [&](const auto& entry) { return !IsFresh(entry.second, absl::InfinitePast()); });
    if (known_.size() >= kMostKept) known_.clear();
  }
  known_[std::move(key)] = identity;
}

}  // namespace nexus::gateway
