#include "gateway/transcode/router.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include <fmt/format.h>

#include "gateway/transcode/percent.h"
#include "libs/base/status.h"
#include "nexus/api/v1/error_reason.pb.h"

namespace nexus::gateway {

// One segment of the trie. A leaf is an HTTP verb and a custom verb: `POST stop`.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> wildcard;
  std::map<std::string, const Binding*> leaves;
};

namespace {

absl::Status NoRoute(std::string_view verb) {
  return Error(absl::StatusCode::kNotFound, api::v1::ROUTE_NOT_FOUND,
               fmt::format("the API has no {} at this path", verb));
}

std::string LeafOf(std::string_view http_verb, std::string_view custom_verb) {
  return fmt::format("{} {}", http_verb, custom_verb);
}

// The path's segments, decoded, and its custom verb. False when one is no text,
// empty, or holds a slash, which would move the borders of a resource name.
bool Split(std::string_view path, std::vector<std::string>& segments, std::string& custom_verb) {
  if (path.empty() || path.front() != '/') return false;
  path.remove_prefix(1);
  const auto colon = path.rfind(':');
  const auto slash = path.rfind('/');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    custom_verb = std::string(path.substr(colon + 1));
    if (custom_verb.empty()) return false;
    path = path.substr(0, colon);
  }
  for (const absl::string_view part : absl::StrSplit(ToAbsl(path), '/')) {
    auto segment = PercentDecode(FromAbsl(part), /*plus_is_space=*/false);
    if (!segment || segment->empty() || segment->find('/') != std::string::npos) return false;
    segments.push_back(*std::move(segment));
  }
  return true;
}

}  // namespace

Router::Router(std::vector<Binding> bindings)
    : bindings_(std::move(bindings)), root_(std::make_unique<Node>()) {
  for (const Binding& binding : bindings_) Insert(binding);
}

Router::Router(Router&&) noexcept = default;
Router::~Router() = default;

void Router::Insert(const Binding& binding) {
  Node* node = root_.get();
  for (const PathSegment& segment : binding.path.segments) {
    auto& next = segment.wildcard ? node->wildcard : node->literals[segment.literal];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  const bool inserted =
      node->leaves.emplace(LeafOf(binding.verb, binding.path.verb), &binding).second;
  NEXUS_CHECK(inserted);
}

const Binding* Router::Walk(const Node& node, const std::vector<std::string>& segments,
                            std::size_t depth, const std::string& leaf) {
  if (depth == segments.size()) {
    const auto found = node.leaves.find(leaf);
    return found == node.leaves.end() ? nullptr : found->second;
  }
  const auto literal = node.literals.find(segments[depth]);
  if (literal != node.literals.end()) {
    const Binding* found = Walk(*literal->second, segments, depth + 1, leaf);
    if (found != nullptr) return found;
  }
  return node.wildcard == nullptr ? nullptr : Walk(*node.wildcard, segments, depth + 1, leaf);
}

absl::StatusOr<Router::Match> Router::Find(std::string_view verb, std::string_view path) const {
  std::vector<std::string> segments;
  std::string custom_verb;
  if (!Split(path, segments, custom_verb)) return NoRoute(verb);
  Match match;
  match.binding = Walk(*root_, segments, 0, LeafOf(verb, custom_verb));
  if (match.binding == nullptr) return NoRoute(verb);
  for (const PathVariable& variable : match.binding->path.variables) {
    match.variables.emplace_back(
        variable.field_path,
        absl::StrJoin(segments.begin() + variable.first, segments.begin() + variable.last, "/"));
  }
  return match;
}

}  // namespace nexus::gateway
