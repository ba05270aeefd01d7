#include "services/instance/domain/state_machine.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "libs/base/status.h"
#include "services/instance/domain/errors.h"

namespace nexus::instance {
namespace {

struct MoveRow {
  State from;
  std::vector<State> to;
};

// REBOOTING has no row: no verb leads there yet.
const std::vector<MoveRow>& Moves() {
  static const std::vector<MoveRow> moves = {
      {States::RESERVING, {States::PROVISIONING, States::FAILED}},
      {States::PROVISIONING, {States::RUNNING, States::FAILED, States::DELETING}},
      {States::RUNNING, {States::STOPPING, States::DELETING}},
      {States::STOPPING, {States::STOPPED, States::RUNNING}},
      {States::STOPPED, {States::STARTING, States::DELETING}},
      {States::STARTING, {States::RUNNING, States::STOPPED}},
      {States::FAILED, {States::DELETING}},
      {States::DELETING, {States::DELETED}},
  };
  return moves;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string WhyNot(Verb verb, State state) {
  if (state == States::DELETED) return "it was deleted";
  if (state == States::DELETING) return "it is being deleted";
  if (state == States::FAILED) return "it was never made; delete it and create another";
  if (verb == Verb::kStart && state == States::RUNNING) return "it is running already";
  if (verb == Verb::kStop && state == States::STOPPED) return "it is stopped already";
  return fmt::format("it is {}; wait until that is done", Lower(States::State_Name(state)));
}

}  // namespace

bool MayMove(State from, State to) {
  const auto row = std::find_if(Moves().begin(), Moves().end(),
                                [&](const MoveRow& candidate) { return candidate.from == from; });
  return row != Moves().end() && std::find(row->to.begin(), row->to.end(), to) != row->to.end();
}

void Move(Instance& instance, State to) {
  NEXUS_CHECK(MayMove(instance.state, to));
  instance.state = to;
}

State StateDuring(Verb verb) {
  NEXUS_CHECK(verb != Verb::kCreate);
  if (verb == Verb::kStart) return States::STARTING;
  if (verb == Verb::kStop) return States::STOPPING;
  return States::DELETING;
}

State SettledBefore(State state) {
  if (state == States::STOPPING) return States::RUNNING;
  if (state == States::STARTING) return States::STOPPED;
  return state;
}

std::vector<AllowedAction> AllowedActions(State state) {
  std::vector<AllowedAction> actions;
  for (const Verb verb : {Verb::kStart, Verb::kStop, Verb::kDelete}) {
    const bool allowed = MayMove(state, StateDuring(verb));
    actions.push_back({verb, allowed, allowed ? "" : WhyNot(verb, state)});
  }
  return actions;
}

absl::Status CheckAllowed(Verb verb, State state) {
  if (MayMove(state, StateDuring(verb))) return absl::OkStatus();
  return ActionNotAllowed(verb, state, WhyNot(verb, state));
}

}  // namespace nexus::instance
