#include "libs/rpc/page_token.h"

#include <algorithm>
#include <memory>

#include "google/protobuf/descriptor.h"

#include "libs/base/encoding.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kHashBytes = 8;

// What makes a list this list: all but the page fields.
std::string ListHash(const Message& request) {
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    const FieldDescriptor* field = copy->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  return Sha256(request.GetTypeName() + '\0' + copy->SerializeAsString()).substr(0, kHashBytes);
}

}  // namespace

absl::StatusOr<int> PageSize(int requested) {
  if (requested < 0) return FieldInvalid("pageSize", "must not be negative");
  return requested == 0 ? 50 : std::min(requested, 200);
}

std::string MakePageToken(const Message& request, std::string_view last_key) {
  return Base64UrlEncode(ListHash(request) + std::string(last_key));
}

absl::StatusOr<std::string> LastKeyOf(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_token");
  NEXUS_CHECK(field != nullptr);
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return std::string();
  const auto bytes = Base64UrlDecode(token);
  if (!bytes || bytes->size() <= kHashBytes || bytes->substr(0, kHashBytes) != ListHash(request)) {
    return Error(absl::StatusCode::kInvalidArgument, api::v1::PAGE_TOKEN_INVALID,
                 "the page token is not of this list: begin again without one");
  }
  return bytes->substr(kHashBytes);
}

}  // namespace nexus::rpc
