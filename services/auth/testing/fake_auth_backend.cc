#include "services/auth/testing/auth_backend.h"
#include "services/auth/testing/fake_auth_store.h"

namespace nexus::auth {
namespace {

class FakeAuthBackend : public AuthBackend {
 public:
  AuthStore& store() override { return store_; }

  std::vector<std::string> AnnouncedTypes() override {
    std::vector<std::string> types;
    for (const auto& event : store_.outbox()) types.push_back(event.type);
    return types;
  }

 private:
  SystemClock clock_;
  FakeAuthStore store_{clock_};
};

}  // namespace

std::unique_ptr<AuthBackend> OpenFake() { return std::make_unique<FakeAuthBackend>(); }

}  // namespace nexus::auth
