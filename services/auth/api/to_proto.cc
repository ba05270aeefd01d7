#include "services/auth/api/to_proto.h"

#include "google/protobuf/util/time_util.h"

namespace nexus::auth {
namespace {

google::protobuf::Timestamp Timestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

v1::Session ToProto(const Identity& identity) {
  v1::Session session;
  *session.mutable_user() = ToProto(identity.user);
  for (const ProjectAccess& access : identity.projects) {
    auto& project = *session.add_projects();
    project.set_project(ProjectName(access.membership.project));
    project.set_display_name(access.membership.display_name);
    project.mutable_permissions()->Assign(access.permissions.begin(), access.permissions.end());
  }
  session.mutable_global_permissions()->Assign(identity.global_permissions.begin(),
                                               identity.global_permissions.end());
  if (identity.expire_time) *session.mutable_expire_time() = Timestamp(*identity.expire_time);
  return session;
}

v1::ApiToken ToProto(const ApiToken& token) {
  v1::ApiToken proto;
  proto.set_name(ApiTokenName(token.project, token.id));
  proto.set_display_name(token.display_name);
  *proto.mutable_create_time() = Timestamp(token.create_time);
  if (token.expire_time) *proto.mutable_expire_time() = Timestamp(*token.expire_time);
  if (token.last_use_time) *proto.mutable_last_use_time() = Timestamp(*token.last_use_time);
  return proto;
}

}  // namespace nexus::auth
