#include "services/auth/testing/fake_auth_store.h"

#include <utility>

#include "libs/base/status.h"
#include "services/auth/testing/fake_auth_transaction.h"

namespace nexus::auth {

absl::Status FakeAuthStore::InTransaction(absl::FunctionRef<absl::Status(AuthTransaction&)> body) {
  std::lock_guard lock(mutex_);
  Records changed = records_;
  FakeAuthTransaction transaction(changed, clock_.Now());
  NEXUS_RETURN_IF_ERROR(body(transaction));
  records_ = std::move(changed);
  return absl::OkStatus();
}

std::vector<events::NewEvent> FakeAuthStore::outbox() const {
  std::lock_guard lock(mutex_);
  return records_.outbox;
}

std::vector<std::string> FakeAuthStore::recorded_calls() const {
  std::lock_guard lock(mutex_);
  return records_.recorded_calls;
}

}  // namespace nexus::auth
