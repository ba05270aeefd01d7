#include "services/auth/api/user_handler.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/auth/api/to_proto.h"

namespace nexus::auth {

grpc::ServerUnaryReactor* UserHandler::ListUsers(grpc::CallbackServerContext* context,
                                                 const v1::ListUsersRequest* request,
                                                 v1::ListUsersResponse* response) {
  return serve_.Unary<v1::UserService>(
      *context, "ListUsers", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string before, rpc::LastKeyOf(call.request));
        // One more than asked for tells whether another page follows.
        NEXUS_ASSIGN_OR_RETURN(auto users,
                               accounts_.List({.email_contains = call.request.email_contains(),
                                               .before_id = before,
                                               .limit = size + 1}));
        if (users.size() > static_cast<std::size_t>(size)) {
          users.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, users.back().id));
        }
        for (const User& user : users) *call.response.add_users() = ToProto(user);
        return absl::OkStatus();
      });
}

}  // namespace nexus::auth
