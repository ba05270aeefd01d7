#include "libs/events/event_reader.h"

#include <utility>

#include "google/protobuf/util/time_util.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::events {
namespace {

// Nothing past a transaction that is still open is settled: its rows would come
// before ones already sent.
constexpr char kReadAfter[] = R"sql(
  SELECT epoch, xid::text, position, id, type, subject, version, project, actor, token, method,
         request_id, outcome, client_address, user_agent, payload,
         (extract(epoch FROM create_time) * 1000000)::bigint,
         epoch < e.now_epoch OR xid < pg_snapshot_xmin(pg_current_snapshot()) AS settled
  FROM events, (SELECT nexus_event_epoch() AS now_epoch) e
  WHERE (epoch, xid, position) > ($1 COLLATE "C", $2::xid8, $3::bigint)
  ORDER BY epoch, xid, position LIMIT $4)sql";

constexpr char kIsLost[] = R"sql(
  SELECT 1 FROM event_horizon WHERE (epoch, xid, position) > ($1 COLLATE "C", $2::xid8, $3::bigint))sql";

// The row before the first one of that age; nothing when there is none.
constexpr char kCursorBefore[] = R"sql(
  SELECT epoch, xid::text, position - 1 FROM events
  WHERE create_time >= clock_timestamp() - make_interval(secs => $1)
  ORDER BY epoch, xid, position LIMIT 1)sql";

// Where reading stands that has read all there is now.
constexpr char kHead[] = R"sql(
  SELECT nexus_event_epoch(), (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text,
         9223372036854775807)sql";

std::string CursorFrom(const pqxx::row& row) {
  return Encode({.epoch = row[0].as<std::string>(),
                 .xid = std::stoull(row[1].as<std::string>()),
                 .position = row[2].as<std::int64_t>()});
}

v1::Event EventFrom(const pqxx::row& row) {
  v1::Event event;
  event.set_cursor(CursorFrom(row));
  event.set_id(row[3].c_str());
  event.set_type(row[4].c_str());
  event.set_subject(row[5].c_str());
  event.set_version(row[6].as<std::int64_t>());
  event.set_project(row[7].c_str());
  event.set_actor(row[8].c_str());
  event.set_token(row[9].c_str());
  event.set_method(row[10].c_str());
  event.set_request_id(row[11].c_str());
  event.set_outcome(row[12].c_str());
  event.set_client_address(row[13].c_str());
  event.set_user_agent(row[14].c_str());
  event.set_payload(db::BytesFrom(row[15]));
  *event.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row[16].as<std::int64_t>());
  return event;
}

}  // namespace

absl::StatusOr<EventPage> EventReader::ReadAfter(const std::string& bytes, int limit) {
  const auto cursor = DecodeCursor(bytes);
  if (!cursor) {
    return Error(absl::StatusCode::kInvalidArgument, api::v1::CURSOR_INVALID,
                 "not a cursor of this service");
  }
  EventPage page;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    page = EventPage();
    const std::string xid = std::to_string(cursor->xid);
    if (!bytes.empty() && !tx.Exec(kIsLost, cursor->epoch, xid, cursor->position).empty()) {
      return Error(absl::StatusCode::kOutOfRange, api::v1::EVENTS_LOST,
                   "events after this position are not kept any more");
    }
    for (const auto& row : tx.Exec(kReadAfter, cursor->epoch, xid, cursor->position, limit)) {
      page.held_back = !row["settled"].as<bool>();
      if (page.held_back) break;
      page.events.push_back(EventFrom(row));
    }
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<std::string> EventReader::CursorBefore(absl::Duration back) {
  std::string cursor;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    auto rows = tx.Exec(kCursorBefore, absl::ToDoubleSeconds(back));
    if (rows.empty()) rows = tx.Exec(kHead);
    cursor = CursorFrom(rows[0]);
    return absl::OkStatus();
  }));
  return cursor;
}

absl::StatusOr<std::string> EventReader::Head() {
  std::string cursor;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    cursor = CursorFrom(tx.Exec(kHead)[0]);
    return absl::OkStatus();
  }));
  return cursor;
}

}  // namespace nexus::events
