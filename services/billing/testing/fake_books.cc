#include <fmt/format.h>

#include "libs/testing/fakes.h"
#include "services/billing/testing/books_backend.h"
#include "services/billing/testing/fake_ledger_store.h"
#include "services/billing/testing/fake_price_store.h"

namespace nexus::billing {
namespace {

class FakeBooks : public BooksBackend {
 public:
  LedgerStore& ledger() override { return ledger_; }
  PriceStore& prices() override { return prices_; }

  std::vector<std::string> Announced() override {
    std::vector<std::string> announced;
    for (const auto& event : ledger_.outbox()) {
      announced.push_back(fmt::format("{} {} {}", event.type, event.subject, event.version));
    }
    return announced;
  }

  // The fake commits no others.
  std::vector<std::string> BrokenInvariants() override { return {}; }

 private:
  nexus::testing::FakeClock clock_;
  FakeLedgerStore ledger_{clock_};
  FakePriceStore prices_{clock_};
};

}  // namespace

std::unique_ptr<BooksBackend> OpenFake() { return std::make_unique<FakeBooks>(); }

}  // namespace nexus::billing
