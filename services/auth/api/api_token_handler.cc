#include "services/auth/api/api_token_handler.h"

#include "google/protobuf/util/time_util.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "libs/rpc/resource_name.h"
#include "services/auth/api/to_proto.h"
#include "services/auth/domain/errors.h"
#include "services/auth/domain/user.h"

namespace nexus::auth {
namespace {

constexpr char kTokenPattern[] = "projects/*/apiTokens/*";

absl::StatusOr<std::optional<absl::Time>> ParseExpireTime(const v1::ApiToken& token) {
  if (!token.has_expire_time()) return std::nullopt;
  using google::protobuf::util::TimeUtil;
  const auto seconds = token.expire_time().seconds();
  if (seconds < TimeUtil::kTimestampMinSeconds || seconds > TimeUtil::kTimestampMaxSeconds) {
    return FieldInvalid("apiToken.expireTime", "is not a time between the years 1 and 9999");
  }
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(token.expire_time()));
}

absl::StatusOr<CreateApiTokenCommand> Parse(const v1::CreateApiTokenRequest& request,
                                            const v1::Assertion& caller) {
  NEXUS_ASSIGN_OR_RETURN(const auto expire_time, ParseExpireTime(request.api_token()));
  return CreateApiTokenCommand{.user = UserIdOf(caller.subject()),
                               .project = ProjectIdOf(request.parent()),
                               .display_name = request.api_token().display_name(),
                               .expire_time = expire_time};
}

}  // namespace

grpc::ServerUnaryReactor* ApiTokenHandler::ListApiTokens(grpc::CallbackServerContext* context,
                                                         const v1::ListApiTokensRequest* request,
                                                         v1::ListApiTokensResponse* response) {
  return serve_.Unary<v1::ApiTokenService>(
      *context, "ListApiTokens", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string before, rpc::LastKeyOf(call.request));
        // One more than asked for tells whether another page follows.
        NEXUS_ASSIGN_OR_RETURN(auto tokens,
                               tokens_.List({.user = UserIdOf(call.principal.assertion.subject()),
                                             .project = ProjectIdOf(call.request.parent()),
                                             .before_id = before,
                                             .limit = size + 1}));
        if (tokens.size() > static_cast<std::size_t>(size)) {
          tokens.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, tokens.back().id));
        }
        for (const ApiToken& token : tokens) *call.response.add_api_tokens() = ToProto(token);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ApiTokenHandler::CreateApiToken(grpc::CallbackServerContext* context,
                                                          const v1::CreateApiTokenRequest* request,
                                                          v1::CreateApiTokenResponse* response) {
  return serve_.Unary<v1::ApiTokenService>(
      *context, "CreateApiToken", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const auto command, Parse(call.request, call.principal.assertion));
        NEXUS_ASSIGN_OR_RETURN(const auto created, tokens_.Create(command));
        *call.response.mutable_api_token() = ToProto(created.token);
        call.response.set_secret(created.secret);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ApiTokenHandler::RevokeApiToken(grpc::CallbackServerContext* context,
                                                          const v1::RevokeApiTokenRequest* request,
                                                          google::protobuf::Empty* response) {
  return serve_.Unary<v1::ApiTokenService>(
      *context, "RevokeApiToken", *request, *response, [this](const auto& call) -> absl::Status {
        const auto project = rpc::Segment(call.request.name(), kTokenPattern, 0);
        const auto token = rpc::Segment(call.request.name(), kTokenPattern, 1);
        if (!project || !token) return ApiTokenNotFound(call.request.name());
        return tokens_.Revoke(UserIdOf(call.principal.assertion.subject()), *project, *token);
      });
}

}  // namespace nexus::auth
