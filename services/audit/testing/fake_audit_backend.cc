#include "services/audit/testing/audit_backend.h"
#include "services/audit/testing/fake_audit_store.h"

namespace nexus::audit {
namespace {

class FakeAuditBackend : public AuditBackend {
 public:
  AuditStore& store() override { return store_; }

 private:
  FakeAuditStore store_;
};

}  // namespace

std::unique_ptr<AuditBackend> OpenFake() { return std::make_unique<FakeAuditBackend>(); }

}  // namespace nexus::audit
