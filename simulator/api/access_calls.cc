#include <set>

#include "simulator/api/calls.h"
#include "simulator/api/tickets.h"
#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

// Areas of the interface, and how the privileges that matter there begin or which paths they are
// on.
constexpr std::pair<const char*, const char*> kAreas[] = {
    {"vms", "/vms"}, {"storage", "/storage"}, {"nodes", "/nodes"},    {"dc", "/"},
    {"sdn", "/sdn"}, {"access", "/access"},   {"mapping", "/mapping"}};

nlohmann::json CapabilitiesOf(const Accounts& accounts, const Identity& identity) {
  nlohmann::json capabilities = nlohmann::json::object();
  for (const auto& [area, path] : kAreas) {
    capabilities[area] = nlohmann::json::object();
    for (const std::string& privilege : accounts.PrivilegesAt(identity, path)) {
      capabilities[area][privilege] = 1;
    }
  }
  return capabilities;
}

// The password, or a ticket of the same user that is still valid.
bool IsProven(Cluster& cluster, const std::string& user, const std::string& password,
              std::int64_t now) {
  const User* known = cluster.accounts.Find(user);
  if (known == nullptr || !known->enabled) return false;
  if (!known->password.empty() && known->password == password) return true;
  return UserOfTicket(cluster, password, now) == user;
}

absl::StatusOr<Answer> LogIn(Call& call) {
  Cluster& cluster = call.simulation.cluster;
  std::string user = call.Text("username");
  if (call.Has("realm") && user.find('@') == std::string::npos) user += "@" + call.Text("realm");
  const std::int64_t now = call.simulation.Now();
  if (!IsProven(cluster, user, call.Text("password"), now)) {
    return Unauthenticated("authentication failure");
  }
  return Answer{{{"username", user},
                 {"ticket", MakeTicket(cluster, user, now)},
                 {"CSRFPreventionToken", MakeCsrfToken(cluster, user, now)},
                 {"clustername", cluster.name},
                 {"cap", CapabilitiesOf(cluster.accounts, {user, ""})}}};
}

absl::StatusOr<Answer> ShowPermissions(Call& call) {
  nlohmann::json permissions = nlohmann::json::object();
  const Accounts& accounts = call.simulation.cluster.accounts;
  for (const auto& [path, privileges] : accounts.PermissionsOf(call.identity)) {
    if (call.Has("path") && call.Text("path") != path) continue;
    for (const std::string& privilege : privileges) permissions[path][privilege] = 1;
  }
  return Answer{permissions};
}

// The user of the path, if the caller is that user or may change users.
absl::StatusOr<User*> LoadUser(Call& call) {
  const std::string name = call.Text("userid");
  if (call.identity.user != name || !call.identity.token.empty()) {
    const absl::Status may = call.Require("/access/users", "User.Modify");
    if (!may.ok()) return may;
  }
  User* user = call.simulation.cluster.accounts.Find(name);
  if (user == nullptr) return Died("no such user ('" + name + "')");
  return user;
}

nlohmann::json InfoOf(const Token& token) {
  nlohmann::json info = {{"privsep", token.separate ? 1 : 0}, {"expire", token.expires}};
  if (!token.comment.empty()) info["comment"] = token.comment;
  return info;
}

absl::StatusOr<Answer> ListTokens(Call& call) {
  const auto user = LoadUser(call);
  if (!user.ok()) return user.status();
  nlohmann::json tokens = nlohmann::json::array();
  for (const auto& [name, token] : (*user)->tokens) {
    nlohmann::json row = InfoOf(token);
    row["tokenid"] = name;
    tokens.push_back(std::move(row));
  }
  return Answer{tokens};
}

absl::StatusOr<Answer> ShowToken(Call& call) {
  const auto user = LoadUser(call);
  if (!user.ok()) return user.status();
  const auto token = (*user)->tokens.find(call.Text("tokenid"));
  if (token == (*user)->tokens.end()) return BadParameter("tokenid", "no such token");
  return Answer{InfoOf(token->second)};
}

absl::StatusOr<Answer> AddToken(Call& call) {
  const auto user = LoadUser(call);
  if (!user.ok()) return user.status();
  Token token;
  token.secret = call.simulation.randomness.Uuid();
  token.comment = call.Text("comment");
  token.separate = call.Flag("privsep", true);
  token.expires = call.Number("expire", 0);
  const std::string name = call.Text("tokenid");
  if (!(*user)->tokens.emplace(name, token).second) {
    return BadParameter("tokenid", "Token already exists.");
  }
  // What the caller sent comes back as it was sent: as text.
  nlohmann::json info = {{"privsep", call.Text("privsep", "1")}};
  for (const char* echoed : {"comment", "expire"}) {
    if (call.Has(echoed)) info[echoed] = call.Text(echoed);
  }
  return Answer{{{"full-tokenid", call.Text("userid") + "!" + name},
                 {"value", token.secret},
                 {"info", info}}};
}

absl::StatusOr<Answer> RemoveToken(Call& call) {
  const auto user = LoadUser(call);
  if (!user.ok()) return user.status();
  if ((*user)->tokens.erase(call.Text("tokenid")) == 0) {
    return BadParameter("tokenid", "no such token");
  }
  return Answer{};
}

}  // namespace

void AddAccessCalls(Router& router) {
  router.Add("POST /access/ticket", Run::kLogin, "",
             "username!:str:..64 password!:str realm:str:..32 otp:str tfa-challenge:str "
             "new-format:bool path:str:..64 privs:str:..64",
             AtOnce(LogIn));
  router.Add("GET /access/permissions", Run::kInProxy, "", "path:str userid:str",
             AtOnce(ShowPermissions));
  router.Add("GET /access/users/{userid}/token", Run::kInProxy, "", "", AtOnce(ListTokens));
  router.Add("GET /access/users/{userid}/token/{tokenid}", Run::kInProxy, "", "",
             AtOnce(ShowToken));
  router.Add("POST /access/users/{userid}/token/{tokenid}", Run::kProtected, "",
             "comment:str expire:int:0.. privsep:bool", AtOnce(AddToken));
  router.Add("DELETE /access/users/{userid}/token/{tokenid}", Run::kProtected, "", "",
             AtOnce(RemoveToken));
}

}  // namespace nexus::simulator
