#include "gateway/contract/contract.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "google/protobuf/descriptor.pb.h"

#include "libs/base/status.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::gateway {

extern const unsigned char kContractBytes[];
extern const std::size_t kContractSize;

namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;
using google::protobuf::ServiceDescriptor;

// In an order in which each file follows those that it imports.
const FileDescriptorSet& Files() {
  static const FileDescriptorSet* const files = [] {
    auto* parsed = new FileDescriptorSet;  // Needed until the process ends.
    NEXUS_CHECK(parsed->ParseFromArray(kContractBytes, static_cast<int>(kContractSize)));
    return parsed;
  }();
  return *files;
}

template <typename Visit>
void ForEachOwnFile(const DescriptorPool& pool, Visit visit) {
  for (const auto& file : Files().file()) {
    if (file.name().rfind("nexus/", 0) != 0) continue;
    const FileDescriptor* found = pool.FindFileByName(file.name());
    NEXUS_CHECK(found != nullptr);
    visit(*found);
  }
}

template <typename Found>
void SortByName(std::vector<const Found*>& found) {
  std::sort(found.begin(), found.end(),
            [](const Found* a, const Found* b) { return a->full_name() < b->full_name(); });
}

}  // namespace

const DescriptorPool& DocumentedPool() {
  static const DescriptorPool* const pool = [] {
    auto* built = new DescriptorPool;
    for (const auto& file : Files().file()) NEXUS_CHECK(built->BuildFile(file) != nullptr);
    return built;
  }();
  return *pool;
}

std::vector<const ServiceDescriptor*> ServicesIn(const DescriptorPool& pool) {
  std::vector<const ServiceDescriptor*> services;
  ForEachOwnFile(pool, [&](const FileDescriptor& file) {
    for (int i = 0; i < file.service_count(); ++i) services.push_back(file.service(i));
  });
  SortByName(services);
  return services;
}

std::vector<const Descriptor*> VisibleEventsIn(const DescriptorPool& pool) {
  std::vector<const Descriptor*> events;
  ForEachOwnFile(pool, [&](const FileDescriptor& file) {
    for (int i = 0; i < file.message_type_count(); ++i) {
      const Descriptor* message = file.message_type(i);
      if (message->options().HasExtension(api::v1::visible_to)) events.push_back(message);
    }
  });
  SortByName(events);
  return events;
}

std::vector<const EnumDescriptor*> ErrorReasonsIn(const DescriptorPool& pool) {
  std::vector<const EnumDescriptor*> reasons;
  ForEachOwnFile(pool, [&](const FileDescriptor& file) {
    for (int i = 0; i < file.enum_type_count(); ++i) {
      if (file.enum_type(i)->name() == "ErrorReason") reasons.push_back(file.enum_type(i));
    }
  });
  SortByName(reasons);
  return reasons;
}

}  // namespace nexus::gateway
