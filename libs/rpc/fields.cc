#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include <fmt/format.h>

#include "libs/base/status.h"
#include "libs/rpc/principal.h"
#include "nexus/api/v1/error_reason.pb.h"
#include "nexus/api/v1/options.pb.h"

namespace nexus::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kMaxText = 1024;
constexpr int kMaxElements = 100;

bool Behaves(const FieldDescriptor& field, google::api::FieldBehavior wanted) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == wanted) return true;
  }
  return false;
}

// Collects what is wrong with a request, field by field.
class FieldCheck {
 public:
  absl::Status Result() const { return status_; }

  void Visit(Message& message, const std::string& prefix) {
    const auto* descriptor = message.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      VisitField(message, *descriptor->field(i), prefix + descriptor->field(i)->json_name());
    }
  }

 private:
  void VisitField(Message& message, const FieldDescriptor& field, const std::string& path) {
    const auto* reflection = message.GetReflection();
    if (Behaves(field, google::api::OUTPUT_ONLY)) {
      reflection->ClearField(&message, &field);
      return;
    }
    if (Behaves(field, google::api::REQUIRED) && IsMissing(message, field)) {
      Complain(path, "is missing");
      return;
    }
    CheckLength(message, field, path);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map()) {
      Descend(message, field, path);
    }
  }

  // A number or a flag has no difference between zero and missing.
  static bool IsMissing(const Message& message, const FieldDescriptor& field) {
    if (field.is_repeated()) return message.GetReflection()->FieldSize(message, &field) == 0;
    const auto type = field.cpp_type();
    const bool tells = type == FieldDescriptor::CPPTYPE_STRING ||
                       type == FieldDescriptor::CPPTYPE_MESSAGE ||
                       type == FieldDescriptor::CPPTYPE_ENUM;
    return tells && !message.GetReflection()->HasField(message, &field);
  }

  void CheckLength(const Message& message, const FieldDescriptor& field, const std::string& path) {
    const auto* reflection = message.GetReflection();
    const int declared = field.options().GetExtension(api::v1::max_length);
    if (field.is_repeated()) {
      const int most = declared > 0 ? declared : kMaxElements;
      if (reflection->FieldSize(message, &field) > most) {
        Complain(path, fmt::format("has more than {} elements", most));
        return;
      }
    }
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
    const int most = field.is_repeated() ? 16 * kMaxText : declared > 0 ? declared : kMaxText;
    const int count = field.is_repeated() ? reflection->FieldSize(message, &field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string text = field.is_repeated()
                                   ? reflection->GetRepeatedString(message, &field, i)
                                   : reflection->GetString(message, &field);
      CheckText(text, most, field, path);
    }
  }

  void CheckText(const std::string& text, int most, const FieldDescriptor& field,
                 const std::string& path) {
    if (static_cast<int>(text.size()) > most) {
      Complain(path, fmt::format("is longer than {} bytes", most));
    } else if (field.type() == FieldDescriptor::TYPE_STRING &&
               text.find('\0') != std::string::npos) {
      Complain(path, "contains a zero byte");
    } else if (field.name() == "request_id" &&
               text.find_first_not_of(kPrintable) != std::string::npos) {
      Complain(path, "may only have printable ASCII characters");
    }
  }

  void Descend(Message& message, const FieldDescriptor& field, const std::string& path) {
    const auto* reflection = message.GetReflection();
    if (!field.is_repeated()) {
      if (reflection->HasField(message, &field)) {
        Visit(*reflection->MutableMessage(&message, &field), path + ".");
      }
      return;
    }
    for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
      Visit(*reflection->MutableRepeatedMessage(&message, &field, i),
            fmt::format("{}[{}].", path, i));
    }
  }

  void Complain(const std::string& path, const std::string& description) {
    status_ = status_.ok() ? FieldInvalid(path, description)
                           : WithFieldViolation(status_, path, description);
  }

  static constexpr char kPrintable[] =
      " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
      "abcdefghijklmnopqrstuvwxyz{|}~";

  absl::Status status_;
};

void Redact(Message& message) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->options().GetExtension(api::v1::sensitive)) {
      reflection->ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) {
      continue;
    } else if (field->is_repeated()) {
      for (int j = 0; j < reflection->FieldSize(message, field); ++j) {
        Redact(*reflection->MutableRepeatedMessage(&message, field, j));
      }
    } else if (reflection->HasField(message, field)) {
      Redact(*reflection->MutableMessage(&message, field));
    }
  }
}

}  // namespace

absl::Status CheckFields(Message& request) {
  FieldCheck check;
  check.Visit(request, "");
  return check.Result();
}

std::unique_ptr<Message> Redacted(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  Redact(*copy);
  return copy;
}

}  // namespace nexus::rpc
