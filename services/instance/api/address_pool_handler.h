#pragma once

#include "libs/rpc/serve.h"
#include "nexus/instance/v1/address_pool_service.grpc.pb.h"
#include "services/instance/domain/address_pools.h"

namespace nexus::instance {

// AddressPoolService.
class AddressPoolHandler : public v1::AddressPoolService::CallbackService {
 public:
  AddressPoolHandler(rpc::Serve& serve, AddressPoolStore& store, AddressPools& pools)
      : serve_(serve), store_(store), pools_(pools) {}

  grpc::ServerUnaryReactor* ListAddressPools(grpc::CallbackServerContext* context,
                                             const v1::ListAddressPoolsRequest* request,
                                             v1::ListAddressPoolsResponse* response) override;
  grpc::ServerUnaryReactor* CreateAddressPool(grpc::CallbackServerContext* context,
                                              const v1::CreateAddressPoolRequest* request,
                                              v1::AddressPool* response) override;

 private:
  rpc::Serve& serve_;
  AddressPoolStore& store_;
  AddressPools& pools_;
};

}  // namespace nexus::instance
