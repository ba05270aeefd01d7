#include "services/instance/domain/instance.h"

namespace nexus::instance {

std::string KindOf(Verb verb) {
  switch (verb) {
    case Verb::kCreate:
      return "create";
    case Verb::kStart:
      return "start";
    case Verb::kStop:
      return "stop";
    case Verb::kDelete:
      return "delete";
  }
  return {};
}

std::optional<Verb> VerbOf(const std::string& kind) {
  for (const Verb verb : {Verb::kCreate, Verb::kStart, Verb::kStop, Verb::kDelete}) {
    if (KindOf(verb) == kind) return verb;
  }
  return std::nullopt;
}

bool HasCallsToMake(const Instance& instance) {
  return instance.state == States::RESERVING || instance.enqueue_pending ||
         instance.cancel_pending || instance.release_pending;
}

}  // namespace nexus::instance
