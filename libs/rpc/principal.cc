#include "libs/rpc/principal.h"

namespace nexus::rpc {

std::string Principal::actor() const {
  if (has_assertion) return assertion.subject();
  return peer.empty() ? std::string() : "services/" + peer;
}

}  // namespace nexus::rpc
