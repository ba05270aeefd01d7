#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include <pqxx/pqxx>

namespace nexus::db {

// A nullable column; libpqxx 6.4 has no as<std::optional>.
template <typename T>
std::optional<T> Optional(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return field.as<T>();
}

// Times travel as microseconds since 1970. In SQL read them with
// `(extract(epoch from create_time) * 1000000)::bigint` and write them with
// `to_timestamp($1::bigint / 1000000.0)`.
absl::Time TimeFrom(const pqxx::field& micros);
std::int64_t ToMicros(absl::Time time);

// bytea both ways: pass Bytes(text) as a parameter, read with BytesFrom(field).
pqxx::binarystring Bytes(const std::string& bytes);
std::string BytesFrom(const pqxx::field& field);

// A text[] parameter's literal, to be used as `$1::text[]`, and back.
std::string TextArray(const std::vector<std::string>& values);
std::vector<std::string> TextArrayFrom(const pqxx::field& field);

}  // namespace nexus::db
