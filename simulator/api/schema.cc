#include "simulator/api/schema.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "libs/base/status.h"
#include "simulator/api/formats.h"

namespace nexus::simulator {
namespace {

constexpr char kUnknown[] =
    "property is not defined in schema and the schema does not allow additional properties";
constexpr char kMissing[] = "property is missing and it is not optional";

struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

Range ParseRange(std::string_view text) {
  Range range;
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return range;
  const std::string_view least = text.substr(0, dots);
  const std::string_view most = text.substr(dots + 2);
  std::from_chars(least.data(), least.data() + least.size(), range.least);
  std::from_chars(most.data(), most.data() + most.size(), range.most);
  return range;
}

std::optional<double> ParseNumber(std::string_view text, bool whole) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool complete = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  if (!complete || (whole && number != std::floor(number))) return std::nullopt;
  return number;
}

std::optional<std::string> NumberError(std::string_view text, bool whole, const Range& range) {
  const auto number = ParseNumber(text, whole);
  if (!number) {
    return fmt::format("type check ('{}') failed - got '{}'", whole ? "integer" : "number", text);
  }
  if (*number < range.least)
    return fmt::format("value must have a minimum value of {}", range.least);
  if (*number > range.most) return fmt::format("value must have a maximum value of {}", range.most);
  return std::nullopt;
}

std::optional<std::string> TextError(std::string_view text, const Range& length) {
  const auto size = static_cast<double>(text.size());
  if (size > length.most) return fmt::format("value may only be {} characters long", length.most);
  if (size < length.least) {
    return fmt::format("value must be at least {} characters long", length.least);
  }
  return std::nullopt;
}

std::optional<std::string> EnumError(std::string_view text, const std::string& choices) {
  const std::vector<std::string> known = absl::StrSplit(choices, '|');
  for (const std::string& choice : known) {
    if (choice == text) return std::nullopt;
  }
  return fmt::format("value '{}' does not have a value in the enumeration '{}'", text,
                     absl::StrJoin(known, ", "));
}

std::string_view TypeName(std::string_view type) {
  if (type == "int" || type == "vmid") return "integer";
  if (type == "num") return "number";
  return type == "bool" ? "boolean" : "string";
}

}  // namespace

Schema::Schema(std::string_view words) {
  const std::vector<std::string> all =
      absl::StrSplit(ToAbsl(words), absl::ByAnyChar(" \n"), absl::SkipEmpty());
  for (const std::string& word : all) {
    const std::vector<std::string> parts = absl::StrSplit(word, absl::MaxSplits(':', 2));
    std::string name = parts[0];
    Parameter parameter;
    if (parts.size() > 1) parameter.type = parts[1];
    if (parts.size() > 2) parameter.argument = parts[2];
    if (name.ends_with('!')) {
      parameter.required = true;
      name.pop_back();
    }
    if (const auto bracket = name.find('['); bracket != std::string::npos) {
      parameter.last_index = std::stoi(name.substr(bracket + 1));
      name.resize(bracket);
      name += "[]";
    }
    parameters_.emplace(std::move(name), std::move(parameter));
  }
}

const Schema::Parameter* Schema::Find(std::string_view name) const {
  if (const auto found = parameters_.find(name); found != parameters_.end()) {
    return &found->second;
  }
  const auto digits = name.find_last_not_of("0123456789") + 1;
  if (digits == name.size() || digits == 0) return nullptr;
  const auto found = parameters_.find(std::string(name.substr(0, digits)) + "[]");
  if (found == parameters_.end()) return nullptr;
  const auto index = ParseNumber(name.substr(digits), true);
  return index && *index <= found->second.last_index ? &found->second : nullptr;
}

std::optional<std::string> Schema::ErrorOf(const Parameter& parameter, const std::string& name,
                                           const RawParameter& value) {
  const std::string& type = parameter.type;
  if (value.is_list && !type.ends_with("list")) {
    return fmt::format("type check ('{}') failed - got ARRAY", TypeName(type));
  }
  const Range range = ParseRange(parameter.argument);
  if (type == "int") return NumberError(value.text, true, range);
  if (type == "num") return NumberError(value.text, false, range);
  if (type == "str") return TextError(value.text, range);
  if (type == "enum") return EnumError(value.text, parameter.argument);
  if (type == "bool") {
    if (value.text == "0" || value.text == "1") return std::nullopt;
    return fmt::format("type check ('boolean') failed - got '{}'", value.text);
  }
  if (type == "vmid" && !ParseNumber(value.text, true)) {
    return fmt::format("type check ('integer') failed - got '{}'", value.text);
  }
  if (auto error = FormatError(type, name, value.text)) return error;
  return TextError(value.text, range);
}

ParameterErrors Schema::Check(const RawParameters& parameters) const {
  ParameterErrors errors;
  for (const auto& [name, value] : parameters) {
    const Parameter* parameter = Find(name);
    if (parameter == nullptr) {
      errors[name] = kUnknown;
    } else if (auto error = ErrorOf(*parameter, name, value)) {
      errors[name] = *std::move(error);
    }
  }
  for (const auto& [name, parameter] : parameters_) {
    if (parameter.required && !parameters.contains(name)) errors[name] = kMissing;
  }
  return errors;
}

}  // namespace nexus::simulator
