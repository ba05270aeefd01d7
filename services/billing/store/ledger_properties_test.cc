// Random lives of a few accounts, against a model that is simpler than the
// ledger: a list of bookings and a list of holds. NEXUS_TEST_SEED repeats a run.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "services/billing/testing/books.h"
#include "services/billing/testing/books_backend.h"

namespace nexus::billing {
namespace {

using ::testing::IsEmpty;

unsigned Seed() {
  const char* given = std::getenv("NEXUS_TEST_SEED");
  return given != nullptr ? static_cast<unsigned>(std::atoll(given)) : std::random_device()();
}

// What should be so. Wallet and debt are not moved but told from the balance and
// the holds: the wallet is at least what is held, and the debt is what lacks.
class ModelLedger {
 public:
  std::int64_t balance(const std::string& project) const {
    std::int64_t sum = 0;
    for (const auto& [owner, amount] : bookings_) sum += owner == project ? amount : 0;
    return sum;
  }

  std::int64_t held(const std::string& project) const {
    std::int64_t sum = 0;
    for (const auto& [id, hold] : holds_) {
      if (hold.project == project && hold.open) sum += hold.setup_fee + hold.first_hour;
    }
    return sum;
  }

  Account::Balances Expected(const std::string& project) const {
    const std::int64_t wallet = std::max(balance(project), held(project));
    return {.wallet = wallet, .debt = wallet - balance(project), .held = held(project)};
  }

  std::string Credit(const std::string& project, std::int64_t amount) {
    bookings_.emplace_back(project, amount);
    return {};
  }

  // The reason of the refusal; empty when there is none.
  std::string Reserve(const std::string& id, const std::string& project, std::int64_t setup_fee,
                      std::int64_t first_hour) {
    const auto earlier = holds_.find(id);
    if (earlier != holds_.end()) {
      const Hold& hold = earlier->second;
      if (hold.project != project) return "RESERVATION_DIFFERS";
      if (!hold.open) return "CLOSED";
      const bool same = hold.setup_fee == setup_fee && hold.first_hour == first_hour;
      return same ? "" : "RESERVATION_DIFFERS";
    }
    if (setup_fee + first_hour > balance(project) - held(project)) return "INSUFFICIENT_FUNDS";
    holds_[id] = {project, setup_fee, first_hour, /*open=*/true, /*paid=*/false};
    return {};
  }

  std::string Release(const std::string& id, const std::string& project) {
    Hold& hold = holds_.try_emplace(id, Hold{.project = project}).first->second;
    if (hold.project != project) return "RESERVATION_DIFFERS";
    hold.open = false;
    return {};
  }

  std::string Capture(const std::string& id, const std::string& project, std::int64_t announced) {
    Hold& hold = holds_.try_emplace(id, Hold{.project = project}).first->second;
    if (hold.project != project) return "RESERVATION_DIFFERS";
    if (hold.paid) return {};
    bookings_.emplace_back(project, -(hold.open ? hold.setup_fee : announced));
    hold.open = false;
    hold.paid = true;
    return {};
  }

 private:
  struct Hold {
    std::string project;
    std::int64_t setup_fee = 0;
    std::int64_t first_hour = 0;
    bool open = false;
    bool paid = false;
  };
  std::vector<std::pair<std::string, std::int64_t>> bookings_;
  std::map<std::string, Hold> holds_;
};

struct Life {
  Backend backend;
  int steps;
};

class LedgerPropertiesTest : public ::testing::TestWithParam<Life> {
 protected:
  int Random(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }

  std::string AnyProject() { return fmt::format("projects/{}", "abc"[Random(0, 2)]); }

  // Does the same to the ledger and to the model, and compares what they answer.
  void Step() {
    const std::string project = AnyProject();
    const int n = Random(1, 12 + steps_ / 8);
    const std::string id = InstanceId(n);
    const Money fee = {"EUR", Random(0, 3)};
    const Money hour = {"EUR", Random(0, 2)};
    switch (Random(0, 5)) {
      case 0: {
        const Money amount = {"EUR", Random(1, 9)};
        const auto done = ledger_.Credit({.project = project, .amount = amount, .reason = "r"});
        return Compare("credit", done.status(), model_.Credit(project, amount.micros));
      }
      case 1: {
        const auto done = ledger_.Release({.id = id, .project = project});
        return Compare("release", done.status(), model_.Release(id, project));
      }
      case 2: {
        const auto done = ledger_.Capture(Capturing(n, fee, project));
        return Compare("capture", done, model_.Capture(id, project, fee.micros));
      }
      default: {
        const auto done = ledger_.Reserve(Reserving(n, fee, hour, project));
        return Compare("reserve", done.status(),
                       model_.Reserve(id, project, fee.micros, hour.micros));
      }
    }
  }

  void Compare(const char* what, const absl::Status& done, const std::string& expected_reason) {
    EXPECT_EQ(ReasonOf(done), expected_reason) << what << " " << done;
    EXPECT_EQ(done.ok(), expected_reason.empty()) << what << " " << done;
    for (const char* project : {"projects/a", "projects/b", "projects/c"}) {
      const Account account = *ledger_.GetAccount(project);
      const Account::Balances expected = model_.Expected(project);
      EXPECT_EQ(account.balances().wallet, expected.wallet) << what << " " << project;
      EXPECT_EQ(account.balances().debt, expected.debt) << what << " " << project;
      EXPECT_EQ(account.balances().held, expected.held) << what << " " << project;
    }
    ++steps_;
  }

  const unsigned seed_ = Seed();
  std::mt19937 random_{seed_};
  std::unique_ptr<BooksBackend> books_ = GetParam().backend.open();
  SystemClock clock_;
  RandomIdSource ids_{clock_};
  Ledger ledger_{books_->ledger(), ids_, "EUR"};
  ModelLedger model_;
  int steps_ = 0;
};

TEST_P(LedgerPropertiesTest, AgreesWithTheModelThroughAnyLife) {
  std::cout << "seed " << seed_ << std::endl;
  SCOPED_TRACE(fmt::format("NEXUS_TEST_SEED={}", seed_));
  ASSERT_TRUE(ledger_.OpenBooks().ok());
  while (steps_ < GetParam().steps && !HasFailure()) {
    SCOPED_TRACE(fmt::format("step {}", steps_));
    Step();
  }
  EXPECT_THAT(books_->BrokenInvariants(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Backends, LedgerPropertiesTest,
                         ::testing::Values(Life{{"Fake", OpenFake}, 1500},
                                           Life{{"Postgres", OpenPostgres}, 1500}),
                         [](const auto& row) { return row.param.backend.name; });

}  // namespace
}  // namespace nexus::billing
