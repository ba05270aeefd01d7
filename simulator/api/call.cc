#include "simulator/api/call.h"

#include <charconv>
#include <utility>

#include "simulator/model/errors.h"

namespace nexus::simulator {

namespace asio = boost::asio;

std::string Call::Text(std::string_view name, std::string_view fallback) const {
  const auto found = parameters.find(std::string(name));
  return found == parameters.end() ? std::string(fallback) : found->second;
}

std::int64_t Call::Number(std::string_view name, std::int64_t fallback) const {
  const std::string text = Text(name);
  std::int64_t number = fallback;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool Call::Flag(std::string_view name, bool fallback) const {
  return Has(name) ? Text(name) == "1" : fallback;
}

absl::Status Call::Require(std::string_view path, std::string_view privilege) const {
  if (simulation.cluster.accounts.May(identity, path, privilege)) return absl::OkStatus();
  return Forbidden(path, privilege);
}

asio::awaitable<absl::StatusOr<Answer>> Call::StartTask(std::string type, std::string id,
                                                        TaskBody body) const {
  Pause fork(simulation.context.get_executor());
  co_await fork.For(std::chrono::milliseconds(simulation.settings.fork_ms));
  std::string upid = simulation.tasks.Start(node(), type, id, identity, std::move(body));
  co_return Answer{std::move(upid)};
}

Handler AtOnce(std::function<absl::StatusOr<Answer>(Call&)> answer) {
  return [answer = std::move(answer)](Call& call) -> asio::awaitable<absl::StatusOr<Answer>> {
    co_return answer(call);
  };
}

}  // namespace nexus::simulator
