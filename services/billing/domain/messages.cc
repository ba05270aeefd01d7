#include "services/billing/domain/messages.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include <fmt/format.h>

#include "nexus/billing/v1/events.pb.h"

namespace nexus::billing {
namespace {

std::string NameOf(const std::string& project) { return fmt::format("{}/billingAccount", project); }

google::protobuf::Timestamp ToProto(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

v1::Transaction::Kind ToProto(Booking::Kind kind) {
  switch (kind) {
    case Booking::Kind::kCredit:
      return v1::Transaction::CREDIT;
    case Booking::Kind::kSetupFee:
      return v1::Transaction::SETUP_FEE;
  }
  return v1::Transaction::KIND_UNSPECIFIED;
}

v1::Reservation::State ToProto(Reservation::State state) {
  switch (state) {
    case Reservation::State::kOpen:
      return v1::Reservation::OPEN;
    case Reservation::State::kCaptured:
      return v1::Reservation::CAPTURED;
    case Reservation::State::kReleased:
      return v1::Reservation::RELEASED;
  }
  return v1::Reservation::STATE_UNSPECIFIED;
}

}  // namespace

type::v1::Money ToProto(const Money& money) {
  type::v1::Money proto;
  proto.set_currency_code(money.currency);
  proto.set_micros(money.micros);
  return proto;
}

v1::BillingAccount ToProto(const Account& account) {
  v1::BillingAccount proto;
  proto.set_name(NameOf(account.project()));
  *proto.mutable_wallet() = ToProto(account.Amount(account.balances().wallet));
  *proto.mutable_held() = ToProto(account.Amount(account.balances().held));
  *proto.mutable_debt() = ToProto(account.Amount(account.balances().debt));
  // A customer cannot reserve less than nothing.
  const auto available = std::max<std::int64_t>(0, account.available());
  *proto.mutable_available() = ToProto(account.Amount(available));
  proto.set_version(account.version());
  return proto;
}

v1::Transaction ToProto(const Booking& booking) {
  v1::Transaction proto;
  proto.set_name(fmt::format("{}/transactions/{}", NameOf(booking.project), booking.id));
  proto.set_kind(ToProto(booking.kind));
  proto.set_description(booking.description);
  *proto.mutable_amount() = ToProto(booking.amount);
  *proto.mutable_balance_after() = ToProto(booking.balance_after);
  proto.set_subject(booking.subject);
  *proto.mutable_create_time() = ToProto(booking.create_time);
  return proto;
}

v1::Price ToProto(const Price& price) {
  v1::Price proto;
  proto.set_name(fmt::format("prices/{}", price.id));
  proto.set_plan(price.plan);
  *proto.mutable_setup_fee() = ToProto(price.setup_fee);
  *proto.mutable_hour() = ToProto(price.hour);
  *proto.mutable_month() = ToProto(price.month);
  *proto.mutable_create_time() = ToProto(price.create_time);
  return proto;
}

v1::Quote ToQuote(const Price& price) {
  v1::Quote proto;
  proto.set_price(fmt::format("prices/{}", price.id));
  *proto.mutable_setup_fee() = ToProto(price.setup_fee);
  *proto.mutable_hour() = ToProto(price.hour);
  *proto.mutable_month() = ToProto(price.month);
  return proto;
}

v1::Reservation ToProto(const Reservation& reservation) {
  v1::Reservation proto;
  proto.set_id(reservation.id);
  proto.set_project(reservation.project);
  *proto.mutable_amount() =
      ToProto(Money{reservation.setup_fee.currency, reservation.total_micros()});
  proto.set_state(ToProto(reservation.state));
  return proto;
}

events::NewEvent AccountChanged(const Account& account, const Booking* booking) {
  v1::AccountChanged payload;
  *payload.mutable_account() = ToProto(account);
  if (booking != nullptr) *payload.mutable_transaction() = ToProto(*booking);
  return events::MakeEvent(NameOf(account.project()), account.version(), account.project(),
                           payload);
}

}  // namespace nexus::billing
