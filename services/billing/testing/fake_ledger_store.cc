#include "services/billing/testing/fake_ledger_store.h"

#include <limits>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/billing/domain/errors.h"

namespace nexus::billing {

class FakeLedgerStore::Transaction : public LedgerTransaction {
 public:
  Transaction(Books& books, const Clock& clock) : books_(books), clock_(clock) {}

  absl::StatusOr<Account> LockAccount(const std::string& project,
                                      const std::string& currency) override {
    return books_.accounts.try_emplace(project, project, currency).first->second;
  }

  absl::Status SaveAccount(const Account& account) override {
    Account& kept = books_.accounts.at(account.project());
    if (account.version() != kept.version() + 1) {
      return Internal("an account was not saved after exactly one change");
    }
    kept = account;
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<Reservation>> FindReservation(const std::string& id) override {
    const auto found = books_.reservations.find(id);
    if (found == books_.reservations.end()) return std::optional<Reservation>();
    return std::optional(found->second);
  }

  absl::Status AddReservation(const Reservation& reservation) override {
    const bool added = books_.reservations.emplace(reservation.id, reservation).second;
    return added ? absl::OkStatus() : ReservationDiffers(reservation.id);
  }

  absl::Status SaveReservationState(const Reservation& reservation) override {
    Reservation& kept = books_.reservations.at(reservation.id);
    const bool reopens = reservation.state == Reservation::State::kOpen;
    if (kept.state == Reservation::State::kCaptured || reopens) {
      return Internal("a reservation ends once");
    }
    kept.state = reservation.state;
    return absl::OkStatus();
  }

  absl::Status Book(Booking& booking) override {
    booking.create_time = clock_.Now();
    books_.bookings.push_back(booking);
    return absl::OkStatus();
  }

  absl::Status Publish(const events::NewEvent& event) override {
    books_.outbox.push_back(event);
    return absl::OkStatus();
  }

 private:
  Books& books_;
  const Clock& clock_;
};

absl::Status FakeLedgerStore::InTransaction(
    absl::FunctionRef<absl::Status(LedgerTransaction&)> body) {
  absl::MutexLock lock(&mutex_);
  Books changed = books_;
  Transaction transaction(changed, clock_);
  NEXUS_RETURN_IF_ERROR(body(transaction));
  NEXUS_RETURN_IF_ERROR(Audit(changed));
  books_ = std::move(changed);
  return absl::OkStatus();
}

absl::Status FakeLedgerStore::Audit(const Books& books) {
  for (const auto& [project, account] : books.accounts) {
    std::int64_t balance = 0;
    for (const Booking& booking : books.bookings) {
      if (booking.project == project) balance += booking.amount.micros;
    }
    std::int64_t held = 0;
    for (const auto& [id, hold] : books.reservations) {
      const bool open = hold.state == Reservation::State::kOpen;
      if (hold.project == project && open) held += hold.total_micros();
    }
    if (account.balance() != balance || account.balances().held != held) {
      return Internal(fmt::format("the books of {} do not add up", project));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FakeLedgerStore::OpenBooks(const std::string& currency) {
  absl::MutexLock lock(&mutex_);
  if (books_.currency.empty()) books_.currency = currency;
  return books_.currency;
}

absl::StatusOr<std::optional<Account>> FakeLedgerStore::FindAccount(const std::string& project) {
  absl::MutexLock lock(&mutex_);
  const auto found = books_.accounts.find(project);
  if (found == books_.accounts.end()) return std::optional<Account>();
  return std::optional(found->second);
}

absl::StatusOr<std::vector<Booking>> FakeLedgerStore::ListBookings(
    const std::string& project, std::optional<std::int64_t> before_version, int limit) {
  absl::MutexLock lock(&mutex_);
  const auto before = before_version.value_or(std::numeric_limits<std::int64_t>::max());
  std::vector<Booking> newest_first;
  for (auto booking = books_.bookings.rbegin(); booking != books_.bookings.rend(); ++booking) {
    if (newest_first.size() == static_cast<std::size_t>(limit)) break;
    const bool wanted = booking->project == project && booking->account_version < before;
    if (wanted) newest_first.push_back(*booking);
  }
  return newest_first;
}

std::vector<events::NewEvent> FakeLedgerStore::outbox() const {
  absl::MutexLock lock(&mutex_);
  return books_.outbox;
}

}  // namespace nexus::billing
