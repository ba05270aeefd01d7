#include "libs/db/convert.h"

namespace nexus::db {

absl::Time TimeFrom(const pqxx::field& micros) {
  return absl::FromUnixMicros(micros.as<std::int64_t>());
}

std::int64_t ToMicros(absl::Time time) { return absl::ToUnixMicros(time); }

pqxx::binarystring Bytes(const std::string& bytes) { return pqxx::binarystring(bytes); }

std::string BytesFrom(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

std::string TextArray(const std::vector<std::string>& values) {
  std::string literal = "{";
  for (const std::string& value : values) {
    if (literal.size() > 1) literal += ',';
    literal += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

std::vector<std::string> TextArrayFrom(const pqxx::field& field) {
  std::vector<std::string> values;
  auto parser = field.as_array();
  for (auto item = parser.get_next(); item.first != pqxx::array_parser::done;
       item = parser.get_next()) {
    if (item.first == pqxx::array_parser::string_value) values.push_back(item.second);
  }
  return values;
}

}  // namespace nexus::db
