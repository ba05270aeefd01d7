#include <algorithm>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/rpc/principal.h"
#include "libs/rpc/resource_name.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::rpc {
namespace {

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& list,
              const std::string& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

absl::Status Nobody() {
  return Error(absl::StatusCode::kUnauthenticated, api::v1::UNAUTHENTICATED,
               "log in, or send an API token");
}

absl::Status Denied(const std::string& permission) {
  return Error(absl::StatusCode::kPermissionDenied, api::v1::PERMISSION_DENIED,
               fmt::format("this needs the permission {}", permission),
               {{"permission", permission}});
}

absl::Status Hidden(const std::string& resource) {
  return Error(absl::StatusCode::kNotFound, api::v1::NOT_FOUND, fmt::format("no {}", resource),
               {{"name", resource}});
}

absl::Status AuthorizePeer(const Principal& principal,
                           const google::protobuf::MethodDescriptor& method) {
  const auto& options = method.options();
  for (int i = 0; i < options.ExtensionSize(api::v1::callers); ++i) {
    if (options.GetExtension(api::v1::callers, i) == principal.peer) return absl::OkStatus();
  }
  return Denied("to call " + method.full_name() + " as a service of the suite");
}

absl::Status AuthorizeInProject(const auth::v1::Assertion& assertion, const std::string& permission,
                                const std::string& resource) {
  const std::string project = ProjectOf(resource);
  // An assertion speaks of one project; about any other it knows nothing.
  if (project.empty() || project != assertion.project() || !assertion.member()) {
    return Hidden(resource);
  }
  if (!Contains(assertion.permissions(), permission)) return Denied(permission);
  return absl::OkStatus();
}

}  // namespace

absl::Status Authorize(const Principal& principal, const google::protobuf::MethodDescriptor& method,
                       const std::string& resource) {
  const std::string& permission = method.options().GetExtension(api::v1::permission);
  if (permission.empty()) return AuthorizePeer(principal, method);
  if (permission == "public") return absl::OkStatus();
  if (!principal.has_assertion) return Nobody();
  if (permission == "authenticated") return absl::OkStatus();
  if (permission.rfind("admin.", 0) == 0) {
    return Contains(principal.assertion.global_permissions(), permission) ? absl::OkStatus()
                                                                          : Denied(permission);
  }
  return AuthorizeInProject(principal.assertion, permission, resource);
}

}  // namespace nexus::rpc
