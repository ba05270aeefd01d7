#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/model/errors.h"

namespace nexus::simulator {

// A parameter as it came. A repeated form field, and a JSON array, are a list.
struct RawParameter {
  std::string text;
  bool is_list = false;
};

using RawParameters = std::map<std::string, RawParameter>;

// Which parameters a call takes, and of what kind. Written as words:
//
//   newid!:vmid  name:dns  full:bool  format:enum:raw|qcow2  timeout:int:0..  net[31]:net
//
// `!` is required, `[n]` stands for the names 0 to n. Types: str (`:2..64` its
// length), int and num (`:0..` its range), bool, enum (`:a|b`), and the names
// of formats.h.
class Schema {
 public:
  explicit Schema(std::string_view words);

  // Everything that is wrong with `parameters`, as the API words it.
  ParameterErrors Check(const RawParameters& parameters) const;

  bool Knows(std::string_view name) const { return Find(name) != nullptr; }

 private:
  struct Parameter {
    std::string type;
    std::string argument;
    bool required = false;
    int last_index = -1;  // -1: has no index.
  };

  const Parameter* Find(std::string_view name) const;
  static std::optional<std::string> ErrorOf(const Parameter& parameter, const std::string& name,
                                            const RawParameter& value);

  std::map<std::string, Parameter, std::less<>> parameters_;
};

}  // namespace nexus::simulator
