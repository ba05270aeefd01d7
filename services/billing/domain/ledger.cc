#include "services/billing/domain/ledger.h"

#include <utility>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/billing/domain/amounts.h"
#include "services/billing/domain/errors.h"
#include "services/billing/domain/messages.h"

namespace nexus::billing {
namespace {

// Runs `body` in one transaction and answers what it returned.
template <typename Answer, typename Body>
absl::StatusOr<Answer> InTransaction(LedgerStore& store, Body body) {
  absl::StatusOr<Answer> answer;
  const absl::Status status = store.InTransaction([&](LedgerTransaction& tx) {
    answer = body(tx);
    return answer.status();
  });
  if (!status.ok()) return status;
  return answer;
}

absl::Status SaveAndAnnounce(LedgerTransaction& tx, const Account& account) {
  NEXUS_RETURN_IF_ERROR(tx.SaveAccount(account));
  return tx.Publish(AccountChanged(account));
}

absl::Status BookAndAnnounce(LedgerTransaction& tx, const Account& account, Booking& booking) {
  NEXUS_RETURN_IF_ERROR(tx.SaveAccount(account));
  NEXUS_RETURN_IF_ERROR(tx.Book(booking));
  return tx.Publish(AccountChanged(account, &booking));
}

// The reservation as it stands, when `command` is a repeat of what made it.
absl::StatusOr<Reservation> SameReservation(Reservation earlier, const Reservation& wanted) {
  if (earlier.project != wanted.project) return ReservationDiffers(wanted.id);
  if (earlier.state != Reservation::State::kOpen) return ReservationClosed(wanted.id);
  if (earlier.setup_fee != wanted.setup_fee || earlier.first_hour != wanted.first_hour) {
    return ReservationDiffers(wanted.id);
  }
  return earlier;
}

// A row that a reservation finds when it comes after its own release.
absl::StatusOr<Reservation> AddClosed(LedgerTransaction& tx, const ReleaseFunds& command,
                                      const std::string& currency) {
  const Reservation closed = {.id = command.id,
                              .project = command.project,
                              .setup_fee = {currency, 0},
                              .first_hour = {currency, 0},
                              .state = Reservation::State::kReleased};
  NEXUS_RETURN_IF_ERROR(tx.AddReservation(closed));
  return closed;
}

}  // namespace

Ledger::Ledger(LedgerStore& store, IdSource& ids, std::string currency)
    : store_(store), ids_(ids), currency_(std::move(currency)) {}

absl::Status Ledger::OpenBooks() {
  NEXUS_ASSIGN_OR_RETURN(const std::string kept, store_.OpenBooks(currency_));
  if (kept != currency_) return BooksDiffer(kept, currency_);
  return absl::OkStatus();
}

absl::StatusOr<Account> Ledger::GetAccount(const std::string& project) {
  NEXUS_ASSIGN_OR_RETURN(auto account, store_.FindAccount(project));
  return account ? *std::move(account) : Account(project, currency_);
}

absl::StatusOr<std::vector<Booking>> Ledger::ListBookings(
    const std::string& project, std::optional<std::int64_t> before_version, int limit) {
  return store_.ListBookings(project, before_version, limit);
}

absl::StatusOr<Booking> Ledger::Credit(const CreditAccount& command) {
  NEXUS_RETURN_IF_ERROR(CheckPositive("amount", command.amount, currency_));

  return InTransaction<Booking>(store_, [&](LedgerTransaction& tx) -> absl::StatusOr<Booking> {
    NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(command.project, currency_));
    NEXUS_RETURN_IF_ERROR(account.Credit(command.amount.micros));
    Booking booking = {.id = ids_.NewId(),
                       .project = command.project,
                       .account_version = account.version(),
                       .kind = Booking::Kind::kCredit,
                       .description = command.reason,
                       .amount = command.amount,
                       .balance_after = account.Amount(account.balance()),
                       .counter_account = kOperatorCredits};
    NEXUS_RETURN_IF_ERROR(BookAndAnnounce(tx, account, booking));
    return booking;
  });
}

absl::StatusOr<Reservation> Ledger::Reserve(const ReserveFunds& command) {
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("setupFee", command.setup_fee, currency_));
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("firstHour", command.first_hour, currency_));
  const auto total = AddMicros(command.setup_fee.micros, command.first_hour.micros);
  if (!total.ok()) return AmountTooLarge(command.setup_fee);

  using Answer = absl::StatusOr<Reservation>;
  return InTransaction<Reservation>(store_, [&](LedgerTransaction& tx) -> Answer {
    const Reservation wanted = {.id = command.id,
                                .project = command.project,
                                .setup_fee = command.setup_fee,
                                .first_hour = command.first_hour,
                                .display_name = command.display_name};
    // The account's lock also serialises repeats of the same command.
    NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(command.project, currency_));
    NEXUS_ASSIGN_OR_RETURN(auto earlier, tx.FindReservation(command.id));
    if (earlier) return SameReservation(*std::move(earlier), wanted);

    NEXUS_RETURN_IF_ERROR(account.Hold(*total));
    NEXUS_RETURN_IF_ERROR(tx.AddReservation(wanted));
    NEXUS_RETURN_IF_ERROR(SaveAndAnnounce(tx, account));
    return wanted;
  });
}

absl::StatusOr<Reservation> Ledger::Release(const ReleaseFunds& command) {
  using Answer = absl::StatusOr<Reservation>;
  return InTransaction<Reservation>(store_, [&](LedgerTransaction& tx) -> Answer {
    NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(command.project, currency_));
    NEXUS_ASSIGN_OR_RETURN(auto earlier, tx.FindReservation(command.id));
    if (!earlier) return AddClosed(tx, command, currency_);
    if (earlier->project != command.project) return ReservationDiffers(command.id);
    if (earlier->state != Reservation::State::kOpen) return *std::move(earlier);

    account.Release(earlier->total_micros());
    earlier->state = Reservation::State::kReleased;
    NEXUS_RETURN_IF_ERROR(tx.SaveReservationState(*earlier));
    NEXUS_RETURN_IF_ERROR(SaveAndAnnounce(tx, account));
    return *std::move(earlier);
  });
}

absl::Status Ledger::Capture(const CaptureFunds& command) {
  return store_.InTransaction([&](LedgerTransaction& tx) -> absl::Status {
    NEXUS_ASSIGN_OR_RETURN(Account account, tx.LockAccount(command.project, currency_));
    NEXUS_ASSIGN_OR_RETURN(auto earlier, tx.FindReservation(command.id));
    if (!earlier) return CaptureWithoutHold(tx, account, command, /*known=*/false);
    if (earlier->project != command.project) return ReservationDiffers(command.id);

    switch (earlier->state) {
      case Reservation::State::kCaptured:
        return absl::OkStatus();
      case Reservation::State::kOpen:
        return CaptureHold(tx, account, *std::move(earlier), command.instance);
      case Reservation::State::kReleased:
        return CaptureWithoutHold(tx, account, command, /*known=*/true);
    }
    return absl::OkStatus();
  });
}

absl::Status Ledger::CaptureHold(LedgerTransaction& tx, Account& account, Reservation hold,
                                 const std::string& instance) {
  hold.state = Reservation::State::kCaptured;
  NEXUS_RETURN_IF_ERROR(tx.SaveReservationState(hold));
  account.Capture(hold.setup_fee.micros, hold.first_hour.micros);
  return BookSetupFee(tx, account, {instance, hold.display_name, hold.setup_fee.micros});
}

absl::Status Ledger::CaptureWithoutHold(LedgerTransaction& tx, Account& account,
                                        const CaptureFunds& command, bool known) {
  NEXUS_RETURN_IF_ERROR(CheckNotNegative("setupFee", command.setup_fee, currency_));
  // The row says that the fee was taken, to whatever comes later with this id.
  const Reservation captured = {.id = command.id,
                                .project = command.project,
                                .setup_fee = command.setup_fee,
                                .first_hour = account.Amount(0),
                                .display_name = command.display_name,
                                .state = Reservation::State::kCaptured};
  NEXUS_RETURN_IF_ERROR(known ? tx.SaveReservationState(captured) : tx.AddReservation(captured));
  NEXUS_RETURN_IF_ERROR(account.Charge(command.setup_fee.micros));
  return BookSetupFee(tx, account,
                      {command.instance, command.display_name, command.setup_fee.micros});
}

absl::Status Ledger::BookSetupFee(LedgerTransaction& tx, const Account& account,
                                  const SetupFee& fee) {
  if (fee.micros == 0) return SaveAndAnnounce(tx, account);
  Booking booking = {.id = ids_.NewId(),
                     .project = account.project(),
                     .account_version = account.version(),
                     .kind = Booking::Kind::kSetupFee,
                     .description = fmt::format("Setup fee for {}", fee.display_name),
                     .subject = fee.instance,
                     .amount = account.Amount(-fee.micros),
                     .balance_after = account.Amount(account.balance()),
                     .counter_account = kSetupFees};
  return BookAndAnnounce(tx, account, booking);
}

}  // namespace nexus::billing
