#include "simulator/control/control_api.h"

#include <charconv>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "simulator/control/chaos.h"

namespace nexus::simulator {
namespace {

namespace asio = boost::asio;
using boost::beast::http::field;
using boost::beast::http::status;

status CodeOf(const absl::Status& error) {
  return absl::IsNotFound(error) ? status::not_found : status::bad_request;
}

}  // namespace

asio::awaitable<void> ControlApi::Handle(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  nlohmann::json body = nlohmann::json::object();
  if (!request.body().empty()) {
    body = nlohmann::json::parse(request.body(), nullptr, /*allow_exceptions=*/false);
  }
  absl::StatusOr<nlohmann::json> answer = absl::InvalidArgumentError("the body is not JSON");
  if (!body.is_discarded()) {
    answer = Answer(request.method_string(), request.target(), body);
  }
  http::Response response(answer.ok() ? status::ok : CodeOf(answer.status()), 11);
  response.set(field::content_type, "application/json");
  const nlohmann::json shown =
      answer.ok() ? *answer
                  : nlohmann::json({{"error", std::string(FromAbsl(answer.status().message()))}});
  response.body() = shown.dump() + "\n";
  co_await exchange.Respond(std::move(response));
}

absl::StatusOr<nlohmann::json> ControlApi::Answer(std::string_view method, std::string_view path,
                                                  const nlohmann::json& body) {
  const std::string call = fmt::format("{} {}", method, path);
  if (call == "GET /state") return State();
  if (call == "GET /settings") return ToJson(simulation_.settings);
  if (call == "GET /faults") return simulation_.faults.ToJson();
  if (call == "POST /settings") {
    NEXUS_RETURN_IF_ERROR(Change(simulation_.settings, body));
    simulation_.resources.Refresh(simulation_.cluster, simulation_.Now());
    return ToJson(simulation_.settings);
  }
  if (call == "POST /faults" && body.value("clear", false)) {
    simulation_.faults.Clear();
    return nlohmann::json::object();
  }
  if (call == "POST /faults") {
    NEXUS_ASSIGN_OR_RETURN(const int id, simulation_.faults.Add(body));
    return nlohmann::json({{"id", id}});
  }
  if (call == "DELETE /faults") {
    simulation_.faults.Clear();
    return nlohmann::json::object();
  }
  if (call.starts_with("DELETE /faults/")) return RemoveFault(path.substr(sizeof("/faults")));
  if (call == "POST /chaos") {
    NEXUS_RETURN_IF_ERROR(Disturb(simulation_, body));
    simulation_.Changed();
    return nlohmann::json::object();
  }
  return absl::NotFoundError(fmt::format("there is no {}", call));
}

absl::StatusOr<nlohmann::json> ControlApi::RemoveFault(std::string_view id) {
  int number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number);
  if (!simulation_.faults.Remove(number)) return absl::NotFoundError("there is no such fault");
  return nlohmann::json::object();
}

nlohmann::json ControlApi::State() const {
  nlohmann::json state = {{"guests", nlohmann::json::array()},
                          {"tasks", nlohmann::json::array()},
                          {"volumes", simulation_.cluster.storages.ToJson().at("volumes")}};
  for (const auto& [vmid, guest] : simulation_.cluster.guests) {
    nlohmann::json row = ToJson(guest);
    row["name"] = guest.Option("name");
    row["lock"] = guest.lock();
    state["guests"].push_back(std::move(row));
  }
  for (const TaskRecord* task : simulation_.tasks.Newest()) state["tasks"].push_back(ToJson(*task));
  return state;
}

}  // namespace nexus::simulator
