#pragma once

#include <string>

#include <pqxx/pqxx>

#include "services/instance/domain/instance.h"

namespace nexus::instance {

// An instance with its network, as every query reads it: to be followed by WHERE.
// `i` is the instance, `a` its address, `p` the address's pool.
extern const char kSelectInstance[];

Instance InstanceFrom(const pqxx::row& row);

// `plans/small` -> `small` and back: tables keep the last segment.
std::string LastSegment(const std::string& name);

}  // namespace nexus::instance
