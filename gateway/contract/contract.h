#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"

namespace nexus::gateway {

// The compiled protos with their comments, in a pool of their own. For reading
// about the contract; messages are made from the generated pool.
const google::protobuf::DescriptorPool& DocumentedPool();

// Every service of the contract, by name; from DocumentedPool or from the
// generated pool.
std::vector<const google::protobuf::ServiceDescriptor*> ServicesIn(
    const google::protobuf::DescriptorPool& pool);

// Every event that may leave the services (visible_to), by name.
std::vector<const google::protobuf::Descriptor*> VisibleEventsIn(
    const google::protobuf::DescriptorPool& pool);

// Every `ErrorReason` enum, by name.
std::vector<const google::protobuf::EnumDescriptor*> ErrorReasonsIn(
    const google::protobuf::DescriptorPool& pool);

}  // namespace nexus::gateway
