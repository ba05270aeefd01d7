#include "libs/events/event_log.h"

#include "libs/base/call_context.h"
#include "libs/db/convert.h"
#include "nexus/events/v1/event_service.pb.h"

namespace nexus::events {
namespace {

// What is announced is flushed, even where the transaction's own effect may be
// lost and made again (a consumer's).
constexpr char kInsert[] = R"sql(
  WITH flushed AS (SELECT set_config('synchronous_commit', 'on', true))
  INSERT INTO events (id, type, subject, version, project, actor, token, method, request_id,
                      outcome, client_address, user_agent, payload)
  SELECT $1::uuid, $2::text, $3::text, $4::bigint, $5::text, $6::text, $7::text, $8::text,
         $9::text, $10::text, $11::text, $12::text, $13::bytea FROM flushed)sql";

}  // namespace

void EventLog::Append(db::Transaction& tx, const NewEvent& event) {
  const CallContext& call = CurrentCall();
  tx.Exec(kInsert, ids_.NewId(), event.type, event.subject, event.version, event.project,
          call.actor, call.token, call.method, call.request_id, event.outcome, call.client_address,
          call.user_agent, db::Bytes(event.payload));
  tx.OnCommit([this] {
    wake_();
    notifier_.Notify();
  });
}

void EventLog::RecordCall(db::Transaction& tx, const std::string& outcome,
                          const std::string& message, int count) {
  const CallContext& call = CurrentCall();
  if (call.request_json.empty()) return;
  v1::Called called;
  called.set_request_json(call.request_json);
  called.set_count(count);
  called.set_message(message);
  NewEvent event = MakeEvent(call.resource, 0, call.project, called);
  event.outcome = outcome;
  Append(tx, event);
}

}  // namespace nexus::events
