#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "gateway/contract/binding.h"

namespace nexus::gateway {

// Finds the binding of a request. Immutable once made, so any thread may ask.
class Router {
 public:
  // Two bindings of the same verb and path are a bug in our protos and end the process.
  explicit Router(std::vector<Binding> bindings);
  Router(Router&&) noexcept;
  ~Router();

  struct Match {
    const Binding* binding = nullptr;

    // Fields of the request and their texts from the path, decoded.
    std::vector<std::pair<std::string, std::string>> variables;
  };

  // `path` as it came, without the query. NOT_FOUND `ROUTE_NOT_FOUND` when there
  // is none, or the path is no text.
  absl::StatusOr<Match> Find(std::string_view verb, std::string_view path) const;

 private:
  struct Node;

  void Insert(const Binding& binding);
  static const Binding* Walk(const Node& node, const std::vector<std::string>& segments,
                             std::size_t depth, const std::string& leaf);

  std::vector<Binding> bindings_;
  std::unique_ptr<Node> root_;
};

}  // namespace nexus::gateway
