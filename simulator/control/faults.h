#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include "simulator/model/pause.h"
#include "simulator/model/task.h"

namespace nexus::simulator {

// What goes wrong, where, and how often: the rules that tests have set.
class Faults {
 public:
  // What happens to a request that a rule matches.
  struct RequestFault {
    enum class Kind { kDelay, kErrorBefore, kErrorAfter, kResetBefore, kResetAfter, kEmpty };
    Kind kind;
    std::int64_t delay_ms = 0;
    int code = 500;
    std::string reason;
  };

  // Adds the rule and answers its number.
  //
  //   {"match": {"method": "POST", "path": "/nodes/*/qemu/*/clone", "vmid": 9000, "nth": 1,
  //              "times": 1},
  //    "action": {"kind": "delay", "ms": 500}}
  //
  // Kinds for requests (`path`): delay (`ms`), error_before_effect and error_after_effect
  // (`code`, `reason`), reset_before_effect, reset_after_effect, empty. Kinds for tasks
  // (`task_type`, `step`): task_fail (`text`), task_hang, task_kill.
  absl::StatusOr<int> Add(const nlohmann::json& rule);

  // Removes a rule, or all; tasks that hang on it go on.
  bool Remove(int id);
  void Clear();

  nlohmann::json ToJson() const;

  // `path` is below /api2/json; `vmids` are all that the request names.
  std::optional<RequestFault> OnRequest(std::string_view method, std::string_view path,
                                        const std::set<int>& vmids);

  // Fails, hangs or kills the task at this step, if a rule says so.
  boost::asio::awaitable<absl::Status> OnStep(Task& task, std::string step);

 private:
  struct Rule {
    std::string method, path, task, step, kind;
    int vmid = 0;   // 0: any.
    int nth = 1;    // The first match that counts.
    int times = 1;  // How many matches count; 0: all.
    int matches = 0;
    RequestFault fault{};
    std::string text;
    std::set<Pause*> hanging;

    bool Counts();
  };

  std::map<int, Rule> rules_;
  int next_id_ = 1;
};

// Whether `pattern`, in which `*` stands for any text, describes `text`.
bool MatchesPattern(std::string_view pattern, std::string_view text);

}  // namespace nexus::simulator
