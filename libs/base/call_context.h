#pragma once

#include <optional>
#include <string>

namespace nexus {

// A client's wish that a repeat be answered like the first time.
struct RepeatKey {
  // What the client chose.
  std::string request_id;

  // SHA-256 of the request without it, hex.
  std::string request_hash;
};

// Who is behind the work that this thread does: goes into every log line and
// every event. `rpc::Serve` sets it for a call's body, sweepers and consumers
// for their round.
struct CallContext {
  // `users/{user}`, `services/{service}`; empty when nobody is known.
  std::string actor;

  // `sessions/{session}` or `apiTokens/{token}`.
  std::string token;

  // Full name: `nexus.billing.v1.BillingService.CreditAccount`.
  std::string method;

  // One per call from outside, passed on to every call made for it.
  std::string request_id;

  // W3C traceparent, passed on likewise.
  std::string traceparent;

  std::string client_address;
  std::string user_agent;

  // `projects/{project}` and the full name of what is acted on, as the request says.
  std::string project;
  std::string resource;

  // The request as JSON without sensitive fields; only for audited methods.
  std::string request_json;

  std::optional<RepeatKey> repeat;
};

// As JSON, to be kept beside work that outlives its call.
std::string ToJson(const CallContext& context);
CallContext CallContextFromJson(const std::string& json);

// This thread's context; an empty one outside of any.
const CallContext& CurrentCall();

// Makes `context` this thread's for its own lifetime, then puts back the former.
class ScopedCallContext {
 public:
  explicit ScopedCallContext(CallContext context);
  ~ScopedCallContext();

  ScopedCallContext(const ScopedCallContext&) = delete;
  ScopedCallContext& operator=(const ScopedCallContext&) = delete;

  // To fill in what becomes known during the call, such as the actor of a log-in.
  CallContext& context() { return context_; }

 private:
  CallContext context_;
  CallContext* former_;
};

// The running call's context, to be completed by its body: a log-in learns the
// actor, a create the resource. Must not be called outside a ScopedCallContext.
CallContext& MutableCurrentCall();

}  // namespace nexus
