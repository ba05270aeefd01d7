#include "services/scheduler/proxmox/answer.h"

#include <string>

#include "absl/strings/ascii.h"
#include <fmt/format.h>

#include "services/scheduler/domain/failure.h"
#include "services/scheduler/proxmox/classifier.h"
#include "services/scheduler/proxmox/lenient_json.h"

namespace nexus::scheduler::proxmox {
namespace {

using nlohmann::json;

std::string Trimmed(const std::string& text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string WithParameters(std::string message, const json& errors) {
  for (const auto& [name, text] : errors.items()) {
    message += fmt::format(" {}: {}", name, Trimmed(ScalarText(text)));
  }
  return message;
}

absl::Status ErrorFrom(const Answer& answer, bool mutates) {
  const json body = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  std::string message = Trimmed(body.is_object() ? TextOf(body, "message") : "");
  if (message.empty()) message = Trimmed(answer.reason);
  if (message.empty()) message = fmt::format("HTTP {}", answer.status);
  const bool has_errors = body.is_object() && body.contains("errors") && body["errors"].is_object();
  if (has_errors) message = WithParameters(std::move(message), body["errors"]);
  Failure failure = ClassifyAnswer(answer.status, message, has_errors);
  // A read has no outcome that could be unknown.
  if (!mutates && failure == Failure::kUnknownOutcome) failure = Failure::kNodeDown;
  return HypervisorError(failure, message);
}

}  // namespace

absl::StatusOr<json> ParseAnswer(const Answer& answer, bool mutates) {
  if (answer.status != 200) return ErrorFrom(answer, mutates);
  json body = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    return HypervisorError(mutates ? Failure::kUnknownOutcome : Failure::kNodeDown,
                           "the answer cannot be read");
  }
  const auto data = body.find("data");
  return data == body.end() ? json() : std::move(*data);
}

}  // namespace nexus::scheduler::proxmox
