#include "simulator/api/router.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "libs/base/status.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

bool IsPlaceholder(const std::string& segment) { return segment.starts_with('{'); }

std::string NameOf(const std::string& placeholder) {
  return placeholder.substr(1, placeholder.size() - 2);
}

// The type of a path's parameter, by its name.
std::string PathParameter(const std::string& name) {
  for (const char* typed : {"node", "vmid", "storage", "upid", "cidr"}) {
    if (name == typed) return name + "!:" + typed + " ";
  }
  return name + (name == "pos" ? "!:int:0.. " : "!:str ");
}

std::string Fill(const std::string& path, const std::map<std::string, std::string>& parameters) {
  std::vector<std::string> segments = absl::StrSplit(path, '/');
  for (std::string& segment : segments) {
    if (!IsPlaceholder(segment)) continue;
    const auto found = parameters.find(NameOf(segment));
    segment = found == parameters.end() ? "" : found->second;
  }
  return absl::StrJoin(segments, "/");
}

}  // namespace

void Router::Add(std::string_view call, Run run, std::string_view privileges,
                 std::string_view parameters, Handler handler) {
  const auto blank = call.find(' ');
  std::vector<std::string> segments =
      absl::StrSplit(ToAbsl(call.substr(blank + 1)), '/', absl::SkipEmpty());
  std::string words;
  for (const std::string& segment : segments) {
    if (IsPlaceholder(segment)) words += PathParameter(NameOf(segment));
  }
  words += parameters;
  routes_.push_back({std::string(call.substr(0, blank)), std::move(segments), run,
                     std::string(privileges), Schema(words), std::move(handler)});
}

std::optional<Router::Found> Router::Find(const ApiRequest& request) const {
  for (const Route& route : routes_) {
    if (route.method != request.method || route.segments.size() != request.segments.size()) {
      continue;
    }
    Found found{&route, {}};
    const bool matches =
        std::equal(route.segments.begin(), route.segments.end(), request.segments.begin(),
                   [&found](const std::string& expected, const std::string& given) {
                     if (!IsPlaceholder(expected)) return expected == given;
                     found.path_parameters[NameOf(expected)] = given;
                     return true;
                   });
    if (matches) return found;
  }
  return std::nullopt;
}

absl::Status CheckPrivileges(const Route& route, const Accounts& accounts, const Identity& identity,
                             const std::map<std::string, std::string>& parameters) {
  const std::vector<std::string> needs = absl::StrSplit(route.privileges, ' ', absl::SkipEmpty());
  for (const std::string& need : needs) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(need, '@');
    const std::string path = Fill(parts.second, parameters);
    const std::vector<std::string> choices = absl::StrSplit(parts.first, '|');
    const bool may = std::any_of(choices.begin(), choices.end(), [&](const std::string& choice) {
      return accounts.May(identity, path, choice);
    });
    if (!may) return Forbidden(path, parts.first);
  }
  return absl::OkStatus();
}

}  // namespace nexus::simulator
