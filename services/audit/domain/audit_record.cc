#include "services/audit/domain/audit_record.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include <fmt/format.h>

#include "libs/base/ids.h"

namespace nexus::audit {

std::string ToText(const AuditPosition& position) {
  return fmt::format("{}/{}", absl::ToUnixMicros(position.create_time), position.id);
}

std::optional<AuditPosition> PositionFrom(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  std::int64_t micros = 0;
  if (!absl::SimpleAtoi(text.substr(0, slash), &micros)) return std::nullopt;
  AuditPosition position{absl::FromUnixMicros(micros), text.substr(slash + 1)};
  if (!IsUuid(position.id)) return std::nullopt;
  return position;
}

}  // namespace nexus::audit
