#include "services/scheduler/domain/cluster.h"

#include <algorithm>

#include "libs/base/status.h"
#include "services/scheduler/domain/endpoint.h"
#include "services/scheduler/domain/errors.h"

namespace nexus::scheduler {
namespace {

constexpr std::string_view kCollection = "clusters/";
constexpr std::size_t kLongestSlug = 40;

bool IsSlug(const std::string& text) {
  return !text.empty() && text.size() <= kLongestSlug && text.front() != '-' &&
         text.back() != '-' && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// `user@realm!name`; it goes into a header.
bool IsTokenId(const std::string& text) {
  const std::size_t at = text.find('@');
  const std::size_t bang = text.find('!');
  return at != std::string::npos && at > 0 && bang != std::string::npos && bang > at + 1 &&
         bang + 1 < text.size() &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '='; });
}

bool IsPrintable(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

absl::Status NormalizeFingerprints(Cluster& cluster) {
  if (cluster.fingerprints.empty()) {
    return FieldInvalid("cluster.fingerprints", "at least one certificate must be pinned");
  }
  for (std::string& fingerprint : cluster.fingerprints) {
    const auto normal = NormalFingerprint(fingerprint);
    if (!normal) {
      return FieldInvalid("cluster.fingerprints",
                          "a fingerprint is 32 bytes in hex with colons between them");
    }
    fingerprint = *normal;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Normalize(Cluster& cluster) {
  if (!IsSlug(cluster.id)) return SlugInvalid(cluster.id);
  if (cluster.endpoints.empty()) return EndpointInvalid("");
  for (const std::string& endpoint : cluster.endpoints) {
    if (!ParseEndpoint(endpoint)) return EndpointInvalid(endpoint);
  }
  if (cluster.first_vmid < 100 || cluster.last_vmid > 999'999'999 ||
      cluster.first_vmid >= cluster.last_vmid) {
    return VmidRangeInvalid(cluster.first_vmid, cluster.last_vmid);
  }
  if (!IsTokenId(cluster.token_id)) {
    return FieldInvalid("cluster.token_id", "a token is named `user@realm!name`");
  }
  if (cluster.token_secret.empty() || !IsPrintable(cluster.token_secret)) {
    return FieldInvalid("cluster.token_secret", "the token's secret is missing or unprintable");
  }
  return NormalizeFingerprints(cluster);
}

std::string ClusterName(const std::string& id) { return std::string(kCollection) + id; }

std::string ClusterId(const std::string& name) {
  if (!name.starts_with(kCollection)) return {};
  std::string id = name.substr(kCollection.size());
  return IsSlug(id) ? id : std::string();
}

}  // namespace nexus::scheduler
