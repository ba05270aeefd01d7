#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

#include "gateway/contract/path_template.h"

namespace nexus::gateway {

// One way to call a method over HTTP, as its google.api.http option says.
struct Binding {
  const google::protobuf::MethodDescriptor* method = nullptr;

  // `GET`, `POST`, ...
  std::string verb;

  PathTemplate path;

  // `*`: the body is the request. A field's name: the body is that field. Empty: no body.
  std::string body;
};

// A service's bindings in the order of its methods; an internal method has
// none. A rule that cannot be read is a bug in our protos and ends the process.
std::vector<Binding> BindingsOf(const google::protobuf::ServiceDescriptor& service);

// Whether `field` carries this behaviour, such as google::api::REQUIRED.
bool Behaves(const google::protobuf::FieldDescriptor& field, int behavior);

}  // namespace nexus::gateway
