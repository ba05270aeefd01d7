#pragma once

#include "libs/events/event.h"
#include "nexus/billing/v1/billing_service.pb.h"
#include "services/billing/domain/account.h"
#include "services/billing/domain/booking.h"
#include "services/billing/domain/price.h"
#include "services/billing/domain/reservation.h"

namespace nexus::billing {

// The domain's values as the contract writes them, in answers and in events.
type::v1::Money ToProto(const Money& money);
v1::BillingAccount ToProto(const Account& account);
v1::Transaction ToProto(const Booking& booking);
v1::Price ToProto(const Price& price);
v1::Quote ToQuote(const Price& price);
v1::Reservation ToProto(const Reservation& reservation);

// What is announced with every change of an account. `booking` is what was
// booked with it; null when money was only held or freed.
events::NewEvent AccountChanged(const Account& account, const Booking* booking = nullptr);

}  // namespace nexus::billing
