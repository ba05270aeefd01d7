#pragma once

#include "libs/rpc/serve.h"
#include "nexus/audit/v1/audit_service.grpc.pb.h"
#include "services/audit/domain/trail.h"

namespace nexus::audit {

// AuditService over gRPC. Thread-safe.
class AuditHandler : public v1::AuditService::CallbackService {
 public:
  AuditHandler(rpc::Serve& serve, Trail& trail) : serve_(serve), trail_(trail) {}

  grpc::ServerUnaryReactor* ListAuditRecords(grpc::CallbackServerContext* context,
                                             const v1::ListAuditRecordsRequest* request,
                                             v1::ListAuditRecordsResponse* response) override;
  grpc::ServerUnaryReactor* ListAllAuditRecords(grpc::CallbackServerContext* context,
                                                const v1::ListAllAuditRecordsRequest* request,
                                                v1::ListAuditRecordsResponse* response) override;

 private:
  rpc::Serve& serve_;
  Trail& trail_;
};

}  // namespace nexus::audit
