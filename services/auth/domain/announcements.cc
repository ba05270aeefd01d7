#include "services/auth/domain/announcements.h"

#include "google/protobuf/util/time_util.h"

#include "nexus/auth/v1/events.pb.h"

namespace nexus::auth {

v1::User ToProto(const User& user) {
  v1::User proto;
  proto.set_name(UserName(user.id));
  proto.set_email(user.email);
  proto.set_role(user.role == Role::kAdministrator ? v1::User::ADMINISTRATOR : v1::User::USER);
  proto.set_personal_project(ProjectName(user.personal_project));
  *proto.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(user.create_time));
  proto.set_version(user.version);
  return proto;
}

events::NewEvent UserChanged(const User& user) {
  v1::UserChanged payload;
  *payload.mutable_user() = ToProto(user);
  return events::MakeEvent(UserName(user.id), user.version, /*project=*/"", payload);
}

events::NewEvent Revoked(const std::string& principal, std::int64_t least_valid_revision) {
  v1::Revoked payload;
  payload.set_principal(principal);
  payload.set_least_valid_revision(least_valid_revision);
  return events::MakeEvent(principal, least_valid_revision, /*project=*/"", payload);
}

}  // namespace nexus::auth
