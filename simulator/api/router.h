#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/api/call.h"
#include "simulator/api/request.h"
#include "simulator/api/schema.h"

namespace nexus::simulator {

// Where a call runs, and who may make it besides what `privileges` says.
enum class Run {
  kInProxy,    // In the process that took the request.
  kProtected,  // In one of the node's privileged workers.
  kLogin,      // Protected; open to all, but not to tokens.
};

// One method of the API.
struct Route {
  std::string method;
  std::vector<std::string> segments;  // `{vmid}` takes any.
  Run run;

  // `VM.Clone@/vms/{vmid} VM.Allocate@/vms/{newid}`: all are needed; of
  // `A|B@path` one is. Empty: any caller.
  std::string privileges;

  Schema schema;
  Handler handler;
};

// Finds the method that a request means.
class Router {
 public:
  // `call` is `POST /nodes/{node}/qemu`; the parameters in its path need no
  // mention in `parameters`.
  void Add(std::string_view call, Run run, std::string_view privileges, std::string_view parameters,
           Handler handler);

  struct Found {
    const Route* route;
    std::map<std::string, std::string> path_parameters;
  };
  std::optional<Found> Find(const ApiRequest& request) const;

 private:
  std::vector<Route> routes_;
};

// 403 unless `identity` has what the route needs.
absl::Status CheckPrivileges(const Route& route, const Accounts& accounts, const Identity& identity,
                             const std::map<std::string, std::string>& parameters);

}  // namespace nexus::simulator
