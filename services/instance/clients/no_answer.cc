#include "services/instance/clients/no_answer.h"

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {

absl::Status NamedIfNoAnswer(const absl::Status& status, std::string_view neighbour) {
  if (status.ok() || !IsOutcomeUnknown(status) || !ReasonOf(status).empty()) return status;
  return Unavailable(fmt::format("{} does not answer: {}", neighbour, MessageOf(status)));
}

}  // namespace nexus::instance
