#include "services/instance/api/address_pool_handler.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/instance/api/convert.h"

namespace nexus::instance {

grpc::ServerUnaryReactor* AddressPoolHandler::ListAddressPools(
    grpc::CallbackServerContext* context, const v1::ListAddressPoolsRequest* request,
    v1::ListAddressPoolsResponse* response) {
  return serve_.Unary<v1::AddressPoolService>(
      *context, "ListAddressPools", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string after, rpc::LastKeyOf(call.request));
        NEXUS_ASSIGN_OR_RETURN(auto page, store_.ListPools(after, size + 1));
        if (static_cast<int>(page.size()) > size) {
          page.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, page.back().name));
        }
        for (const AddressPool& pool : page) *call.response.add_address_pools() = ToProto(pool);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* AddressPoolHandler::CreateAddressPool(
    grpc::CallbackServerContext* context, const v1::CreateAddressPoolRequest* request,
    v1::AddressPool* response) {
  return serve_.Unary<v1::AddressPoolService>(
      *context, "CreateAddressPool", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const AddressPool pool,
                               pools_.MakePool(call.request.address_pool_id(),
                                               FromProto(call.request.address_pool())));
        call.response = ToProto(pool);
        return absl::OkStatus();
      });
}

}  // namespace nexus::instance
