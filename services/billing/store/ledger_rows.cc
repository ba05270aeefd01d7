#include "services/billing/store/ledger_rows.h"

#include <cstdint>

#include "libs/base/status.h"
#include "libs/db/convert.h"

namespace nexus::billing {
namespace {

std::int64_t Micros(const pqxx::field& field) { return field.as<std::int64_t>(); }
std::string Text(const pqxx::field& field) { return field.as<std::string>(); }

Booking::Kind KindFrom(const std::string& text) {
  for (const auto kind : {Booking::Kind::kCredit, Booking::Kind::kSetupFee}) {
    if (text == TextOf(kind)) return kind;
  }
  NEXUS_CHECK(!"the table's CHECK allows a kind that we do not know");
  return Booking::Kind::kCredit;
}

Reservation::State StateFrom(const std::string& text) {
  for (const auto state :
       {Reservation::State::kOpen, Reservation::State::kCaptured, Reservation::State::kReleased}) {
    if (text == TextOf(state)) return state;
  }
  NEXUS_CHECK(!"the table's CHECK allows a state that we do not know");
  return Reservation::State::kOpen;
}

}  // namespace

Account AccountFrom(const pqxx::row& row) {
  return Account(Text(row[0]), Text(row[1]),
                 {.wallet = Micros(row[2]),
                  .debt = Micros(row[3]),
                  .held = Micros(row[4]),
                  .running_hour = Micros(row[5])},
                 row[6].as<std::int64_t>());
}

Booking BookingFrom(const pqxx::row& row) {
  const std::string currency = Text(row[6]);
  return {.id = Text(row[0]),
          .project = Text(row[1]),
          .account_version = row[2].as<std::int64_t>(),
          .kind = KindFrom(Text(row[3])),
          .description = Text(row[4]),
          .subject = Text(row[5]),
          .amount = {currency, Micros(row[7])},
          .balance_after = {currency, Micros(row[8])},
          .counter_account = Text(row[9]),
          .create_time = db::TimeFrom(row[10])};
}

Reservation ReservationFrom(const pqxx::row& row) {
  const std::string currency = Text(row[2]);
  return {.id = Text(row[0]),
          .project = Text(row[1]),
          .setup_fee = {currency, Micros(row[3])},
          .first_hour = {currency, Micros(row[4])},
          .display_name = Text(row[5]),
          .state = StateFrom(Text(row[6]))};
}

std::string TextOf(Booking::Kind kind) {
  return kind == Booking::Kind::kCredit ? "credit" : "setup_fee";
}

std::string TextOf(Reservation::State state) {
  switch (state) {
    case Reservation::State::kOpen:
      return "open";
    case Reservation::State::kCaptured:
      return "captured";
    case Reservation::State::kReleased:
      return "released";
  }
  NEXUS_CHECK(!"a state without a text");
  return {};
}

}  // namespace nexus::billing
