#pragma once

#include "libs/rpc/serve.h"
#include "nexus/instance/v1/catalog_service.grpc.pb.h"
#include "services/instance/domain/catalog.h"

namespace nexus::instance {

// CatalogService.
class CatalogHandler : public v1::CatalogService::CallbackService {
 public:
  CatalogHandler(rpc::Serve& serve, CatalogStore& store, Catalog& catalog)
      : serve_(serve), store_(store), catalog_(catalog) {}

  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override;
  grpc::ServerUnaryReactor* CreatePlan(grpc::CallbackServerContext* context,
                                       const v1::CreatePlanRequest* request,
                                       v1::Plan* response) override;
  grpc::ServerUnaryReactor* ListImages(grpc::CallbackServerContext* context,
                                       const v1::ListImagesRequest* request,
                                       v1::ListImagesResponse* response) override;
  grpc::ServerUnaryReactor* CreateImage(grpc::CallbackServerContext* context,
                                        const v1::CreateImageRequest* request,
                                        v1::Image* response) override;

 private:
  rpc::Serve& serve_;
  CatalogStore& store_;
  Catalog& catalog_;
};

}  // namespace nexus::instance
