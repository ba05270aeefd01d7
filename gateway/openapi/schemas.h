#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "google/protobuf/descriptor.h"
#include <nlohmann/json.hpp>

namespace nexus::gateway::openapi {

using Json = nlohmann::ordered_json;

// What a client sends differs from what it gets: it sends no OUTPUT_ONLY field
// and must send the REQUIRED ones; it gets every field that is always printed.
enum class Direction { kInput, kOutput };

// The schemas of a document. What is referred to is added by itself. A message
// that goes both ways has two: `Instance` and `InstanceInput`; so outputs must
// be asked for first.
class Schemas {
 public:
  // A reference to the message's schema.
  Json Reference(const google::protobuf::Descriptor& message, Direction direction);

  // As Reference, without some top-level fields, under the message's own name.
  Json ReferenceWithout(const google::protobuf::Descriptor& message, Direction direction,
                        const std::set<std::string>& without);

  Json OfField(const google::protobuf::FieldDescriptor& field, Direction direction);

  void Add(const std::string& name, Json schema) { components_[name] = std::move(schema); }

  // By name.
  Json Components() const;

 private:
  Json OfSingle(const google::protobuf::FieldDescriptor& field, Direction direction);
  Json OfEnum(const google::protobuf::EnumDescriptor& values);
  Json OfMessage(const google::protobuf::Descriptor& message, Direction direction,
                 const std::set<std::string>& without);

  std::map<std::pair<std::string, Direction>, std::string> names_;
  std::map<std::string, Json> components_;
};

// Whether JSON shows this message as one value, such as a Timestamp.
bool IsWellKnown(const google::protobuf::Descriptor& message);

}  // namespace nexus::gateway::openapi
