#include "services/instance/domain/state_machine.h"

#include <set>
#include <utility>

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;

TEST(StateMachineTest, HasExactlyTheseMoves) {
  const std::set<std::pair<State, State>> expected = {
      {States::RESERVING, States::PROVISIONING}, {States::RESERVING, States::FAILED},
      {States::PROVISIONING, States::RUNNING},   {States::PROVISIONING, States::FAILED},
      {States::PROVISIONING, States::DELETING},  {States::RUNNING, States::STOPPING},
      {States::RUNNING, States::DELETING},       {States::STOPPING, States::STOPPED},
      {States::STOPPING, States::RUNNING},       {States::STOPPED, States::STARTING},
      {States::STOPPED, States::DELETING},       {States::STARTING, States::RUNNING},
      {States::STARTING, States::STOPPED},       {States::FAILED, States::DELETING},
      {States::DELETING, States::DELETED}};
  for (int from = v1::Instance::State_MIN; from <= v1::Instance::State_MAX; ++from) {
    for (int to = v1::Instance::State_MIN; to <= v1::Instance::State_MAX; ++to) {
      const std::pair move(static_cast<State>(from), static_cast<State>(to));
      EXPECT_EQ(MayMove(move.first, move.second), expected.count(move) == 1)
          << v1::Instance::State_Name(from) << " to " << v1::Instance::State_Name(to);
    }
  }
}

TEST(StateMachineTest, SaysWhyAnActionIsNotAllowed) {
  for (int state = v1::Instance::RESERVING; state <= v1::Instance::State_MAX; ++state) {
    for (const AllowedAction& action : AllowedActions(static_cast<State>(state))) {
      EXPECT_EQ(action.reason.empty(), action.allowed) << v1::Instance::State_Name(state);
      const absl::Status checked = CheckAllowed(action.verb, static_cast<State>(state));
      if (action.allowed) {
        EXPECT_THAT(checked, IsOk());
      } else {
        EXPECT_THAT(checked, HasReason("ACTION_NOT_ALLOWED"));
      }
    }
  }
}

TEST(StateMachineTest, EndsTheProcessOnAMoveThatIsNotInTheTable) {
  Instance instance;
  instance.state = States::DELETED;
  EXPECT_DEATH(Move(instance, States::RUNNING), "");
}

}  // namespace
}  // namespace nexus::instance
