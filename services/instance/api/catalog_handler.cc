#include "services/instance/api/catalog_handler.h"

#include "libs/base/status.h"
#include "libs/rpc/page_token.h"
#include "services/instance/api/convert.h"

namespace nexus::instance {

grpc::ServerUnaryReactor* CatalogHandler::ListPlans(grpc::CallbackServerContext* context,
                                                    const v1::ListPlansRequest* request,
                                                    v1::ListPlansResponse* response) {
  return serve_.Unary<v1::CatalogService>(
      *context, "ListPlans", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string after, rpc::LastKeyOf(call.request));
        NEXUS_ASSIGN_OR_RETURN(auto page, store_.ListPlans(after, size + 1));
        if (static_cast<int>(page.size()) > size) {
          page.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, page.back().name));
        }
        for (const Plan& plan : page) *call.response.add_plans() = ToProto(plan);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogHandler::CreatePlan(grpc::CallbackServerContext* context,
                                                     const v1::CreatePlanRequest* request,
                                                     v1::Plan* response) {
  return serve_.Unary<v1::CatalogService>(
      *context, "CreatePlan", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const Plan plan, catalog_.OfferPlan(call.request.plan_id(),
                                                                   FromProto(call.request.plan())));
        call.response = ToProto(plan);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogHandler::ListImages(grpc::CallbackServerContext* context,
                                                     const v1::ListImagesRequest* request,
                                                     v1::ListImagesResponse* response) {
  return serve_.Unary<v1::CatalogService>(
      *context, "ListImages", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(const int size, rpc::PageSize(call.request.page_size()));
        NEXUS_ASSIGN_OR_RETURN(const std::string after, rpc::LastKeyOf(call.request));
        NEXUS_ASSIGN_OR_RETURN(auto page, store_.ListImages(after, size + 1));
        if (static_cast<int>(page.size()) > size) {
          page.pop_back();
          call.response.set_next_page_token(rpc::MakePageToken(call.request, page.back().name));
        }
        for (const Image& image : page) *call.response.add_images() = ToProto(image);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CatalogHandler::CreateImage(grpc::CallbackServerContext* context,
                                                      const v1::CreateImageRequest* request,
                                                      v1::Image* response) {
  return serve_.Unary<v1::CatalogService>(
      *context, "CreateImage", *request, *response, [this](const auto& call) -> absl::Status {
        NEXUS_ASSIGN_OR_RETURN(
            const Image image,
            catalog_.OfferImage(call.request.image_id(), FromProto(call.request.image())));
        call.response = ToProto(image);
        return absl::OkStatus();
      });
}

}  // namespace nexus::instance
