#include "gateway/live/live_event.h"

#include <memory>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "gateway/transcode/message_json.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

// The resource that changed: the event's first message field.
const FieldDescriptor* ResourceField(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated())
      return field;
  }
  return nullptr;
}

std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::optional<LiveEvent> LiveEventOf(const events::v1::Event& event) {
  if (event.type().empty()) return std::nullopt;
  const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
  if (type == nullptr || !type->options().HasExtension(api::v1::visible_to)) return std::nullopt;
  const FieldDescriptor* field = ResourceField(*type);
  if (field == nullptr) return std::nullopt;

  const std::unique_ptr<Message> payload(
      MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!payload->ParseFromString(event.payload())) {
    spdlog::warn("an event's payload cannot be read type={} id={}", event.type(), event.id());
    return std::nullopt;
  }
  const auto resource = MessageJson(payload->GetReflection()->GetMessage(*payload, field));
  if (!resource.ok()) {
    spdlog::warn("an event cannot be shown id={} why={}", event.id(), resource.status().ToString());
    return std::nullopt;
  }
  return LiveEvent{
      .project = event.project(),
      .permission = type->options().GetExtension(api::v1::visible_to),
      .data = fmt::format(R"({{"id":{},"type":{},"subject":{},"version":"{}","resource":{}}})",
                          Quoted(event.id()), Quoted(event.type()), Quoted(event.subject()),
                          event.version(), *resource)};
}

}  // namespace nexus::gateway
