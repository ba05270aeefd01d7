#include "simulator/api/api.h"

#include <set>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

#include "simulator/api/calls.h"
#include "simulator/api/envelope.h"
#include "simulator/api/tickets.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using FaultKind = Faults::RequestFault::Kind;

// Every guest that the request names.
std::set<int> VmidsOf(const http::Request& request, const std::optional<Router::Found>& found) {
  std::set<int> vmids;
  const RawParameters parameters = ParseParameters(request);
  for (const char* name : {"vmid", "newid"}) {
    const auto given = parameters.find(name);
    if (given != parameters.end()) vmids.insert(std::atoi(given->second.text.c_str()));
  }
  if (!found) return vmids;
  const auto vmid = found->path_parameters.find("vmid");
  if (vmid != found->path_parameters.end()) vmids.insert(std::atoi(vmid->second.c_str()));
  return vmids;
}

// The request's parameters with those of the path; a contradiction is an error.
absl::StatusOr<RawParameters> Merge(const std::map<std::string, std::string>& path,
                                    RawParameters parameters) {
  for (const auto& [name, value] : path) {
    const auto [known, added] = parameters.emplace(name, RawParameter{value});
    if (!added && known->second.text != value) {
      return BadParameter(name,
                          "duplicate parameter (already defined in URI) with conflicting values!");
    }
  }
  return parameters;
}

std::map<std::string, std::string> Plain(const RawParameters& raw) {
  std::map<std::string, std::string> plain;
  for (const auto& [name, value] : raw) plain[name] = value.text;
  return plain;
}

absl::Status CheckNode(const Cluster& cluster, const Router::Found& found) {
  const auto node = found.path_parameters.find("node");
  if (node == found.path_parameters.end() || node->second == "localhost" ||
      cluster.FindNode(node->second) != nullptr) {
    return absl::OkStatus();
  }
  return Died(fmt::format(
      "hostname lookup '{0}' failed - failed to get address info for: {0}: Name or service not "
      "known",
      node->second));
}

}  // namespace

Api::Api(Simulation& simulation) : simulation_(simulation) {
  AddAccessCalls(router_);
  AddClusterCalls(router_);
  AddNodeCalls(router_);
  AddTaskCalls(router_);
  AddStorageCalls(router_);
  AddGuestCalls(router_);
  AddGuestConfigCalls(router_);
  AddGuestPowerCalls(router_);
  AddGuestLifeCalls(router_);
  AddFirewallCalls(router_);
  AddFirewallRuleCalls(router_);
}

asio::awaitable<void> Api::Handle(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  if (const auto refusal = RefusalOf(request)) {
    co_await exchange.Respond(Bare(refusal->code, refusal->reason, refusal->body));
    co_return;
  }
  const auto api = ParseTarget(request);
  if (!api) {
    co_await exchange.Respond(
        Bare(404, fmt::format("no such file '{}'", std::string(request.target()))));
    co_return;
  }
  co_await Serve(exchange, *api);
}

asio::awaitable<void> Api::Serve(http::Exchange& exchange, const ApiRequest& api) {
  const auto found = router_.Find(api);
  const auto fault =
      simulation_.faults.OnRequest(api.method, api.path, VmidsOf(exchange.request(), found));
  if (fault && fault->kind == FaultKind::kResetBefore) co_return exchange.Abort();
  if (fault && fault->kind == FaultKind::kErrorBefore) {
    co_await exchange.Respond(Bare(fault->code, fault->reason));
    co_return;
  }
  if (fault && fault->kind == FaultKind::kDelay) {
    Pause pause(simulation_.context.get_executor());
    co_await pause.For(std::chrono::milliseconds(fault->delay_ms));
  }
  http::Response response = co_await Respond(exchange, api, found);
  if (fault && fault->kind == FaultKind::kResetAfter) co_return exchange.Abort();
  if (fault && fault->kind == FaultKind::kErrorAfter) response = Bare(fault->code, fault->reason);
  if (fault && fault->kind == FaultKind::kEmpty) {
    response = Success({nlohmann::json::array()}, api.extjs);
  }
  co_await exchange.Respond(std::move(response));
}

asio::awaitable<http::Response> Api::Respond(http::Exchange& exchange, const ApiRequest& api,
                                             const std::optional<Router::Found>& found) {
  RawParameters parameters = ParseParameters(exchange.request());
  absl::StatusOr<Identity> identity = Admit(exchange.request(), api, found, parameters);
  const bool admitted = identity.ok();
  absl::StatusOr<Answer> answer = absl::UnknownError("");
  if (admitted) {
    answer = co_await Forward(*std::move(identity), *found, std::move(parameters));
    if (api.method != "GET") simulation_.Changed();
  } else {
    answer = identity.status();
  }
  if (answer.ok()) {
    if (simulation_.settings.number_style == "strings") NumbersAsText(answer->data);
    co_return Success(*answer, api.extjs);
  }
  const int code = HttpCode(answer.status());
  if (code == 401) {
    Pause pause(simulation_.context.get_executor());
    co_await pause.For(std::chrono::milliseconds(simulation_.settings.auth_delay_ms));
  }
  // What fails in a handler has a body; what fails before it, or beyond the proxy, has none.
  const bool bare = (code == 401 && !admitted) || code == 596;
  if (bare) co_return Bare(code, Text(answer.status()));
  co_return Failure(answer.status(), api.extjs);
}

absl::StatusOr<Identity> Api::Admit(const http::Request& request, const ApiRequest& api,
                                    const std::optional<Router::Found>& found,
                                    const RawParameters& parameters) {
  if (found && found->route->run == Run::kLogin) return Identity{};
  auto identity = Identify(simulation_.cluster, request, simulation_.Now());
  if (!identity.ok()) return identity;
  if (!found) {
    return NotImplemented(fmt::format("Method '{} {}' not implemented", api.method,
                                      api.path.empty() ? "/" : api.path));
  }
  std::map<std::string, std::string> all = Plain(parameters);
  for (const auto& [name, value] : found->path_parameters) all[name] = value;
  absl::Status allowed =
      CheckPrivileges(*found->route, simulation_.cluster.accounts, *identity, all);
  if (!allowed.ok()) return allowed;
  if (absl::Status node = CheckNode(simulation_.cluster, *found); !node.ok()) return node;
  return identity;
}

asio::awaitable<absl::StatusOr<Answer>> Api::Execute(Identity identity, Router::Found found,
                                                     RawParameters parameters) {
  auto merged = Merge(found.path_parameters, std::move(parameters));
  if (!merged.ok()) co_return merged.status();
  ParameterErrors errors = found.route->schema.Check(*merged);
  if (!errors.empty()) co_return BadParameters(errors);
  Call call{simulation_, std::move(identity), Plain(*merged)};
  if (call.node() == "localhost") call.parameters["node"] = simulation_.cluster.nodes[0].name;
  co_return co_await found.route->handler(call);
}

asio::awaitable<absl::StatusOr<Answer>> Api::Forward(Identity identity, Router::Found found,
                                                     RawParameters parameters) {
  if (found.route->run == Run::kInProxy) {
    co_return co_await Execute(std::move(identity), std::move(found), std::move(parameters));
  }
  struct Reply {
    explicit Reply(asio::any_io_executor executor) : ready(std::move(executor)) {}
    Pause ready;
    std::optional<absl::StatusOr<Answer>> answer;
  };
  auto reply = std::make_shared<Reply>(simulation_.context.get_executor());
  const auto deadline =
      Pause::Clock::now() + std::chrono::milliseconds(simulation_.settings.forward_timeout_ms);
  const auto named = found.path_parameters.find("node");
  const std::string node =
      named == found.path_parameters.end() ? simulation_.cluster.nodes[0].name : named->second;
  // Goes on when nobody waits for it any more, as the worker would.
  auto work = [](Api& api, std::shared_ptr<Reply> to, std::string where, Identity who,
                 Router::Found what, RawParameters with) -> asio::awaitable<void> {
    Pause line(api.simulation_.context.get_executor());
    const Workers::Held worker = co_await api.workers_.Take(
        std::move(where), api.simulation_.settings.workers_per_node, line);
    to->answer = co_await api.Execute(std::move(who), std::move(what), std::move(with));
    to->ready.Wake();
  };
  asio::co_spawn(
      simulation_.context,
      work(*this, reply, node, std::move(identity), std::move(found), std::move(parameters)),
      asio::detached);
  while (!reply->answer && Pause::Clock::now() < deadline) {
    (void)co_await reply->ready.Until(deadline);
  }
  if (!reply->answer) co_return ForwardTimedOut();
  co_return *std::move(reply->answer);
}

}  // namespace nexus::simulator
