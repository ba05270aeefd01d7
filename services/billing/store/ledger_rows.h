#pragma once

#include <string>

#include <pqxx/pqxx>

#include "services/billing/domain/account.h"
#include "services/billing/domain/booking.h"
#include "services/billing/domain/reservation.h"

namespace nexus::billing {

// How the ledger's values are written in rows. The columns stand in the order
// of the statements that read them.

// project, currency, wallet, debt, held, running hour, version.
Account AccountFrom(const pqxx::row& row);

// id, project, account version, kind, description, subject, currency, amount,
// balance after, counter account, create time in micros.
Booking BookingFrom(const pqxx::row& row);

// id, project, currency, setup fee, first hour, display name, state.
Reservation ReservationFrom(const pqxx::row& row);

std::string TextOf(Booking::Kind kind);
std::string TextOf(Reservation::State state);

}  // namespace nexus::billing
