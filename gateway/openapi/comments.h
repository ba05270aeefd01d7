#pragma once

#include <string>

#include "google/protobuf/descriptor.h"

namespace nexus::gateway::openapi {

// What the proto says above a service, method, message, field or enum, as one text.
template <typename Descriptor>
std::string CommentOf(const Descriptor& descriptor);

// The text up to its first full stop.
std::string FirstSentence(const std::string& text);

// Lines joined, paragraphs kept apart.
std::string Unwrapped(const std::string& comment);

template <typename Descriptor>
std::string CommentOf(const Descriptor& descriptor) {
  google::protobuf::SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return {};
  return Unwrapped(location.leading_comments);
}

}  // namespace nexus::gateway::openapi
