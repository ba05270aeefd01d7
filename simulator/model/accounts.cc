#include "simulator/model/accounts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nexus::simulator {
namespace {

bool Covers(std::string_view granted, std::string_view path) {
  return granted == "/" || granted == path ||
         (path.starts_with(granted) && path[granted.size()] == '/');
}

std::set<std::string> Intersection(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  return both;
}

}  // namespace

const std::set<std::string>& OperatorPrivileges() {
  static const std::set<std::string> kPrivileges = {
      "Datastore.Allocate",  "Datastore.AllocateSpace",
      "Datastore.Audit",     "Pool.Audit",
      "SDN.Audit",           "SDN.Use",
      "Sys.Audit",           "Sys.Modify",
      "VM.Allocate",         "VM.Audit",
      "VM.Backup",           "VM.Clone",
      "VM.Config.CDROM",     "VM.Config.CPU",
      "VM.Config.Cloudinit", "VM.Config.Disk",
      "VM.Config.HWType",    "VM.Config.Memory",
      "VM.Config.Network",   "VM.Config.Options",
      "VM.Console",          "VM.Monitor",
      "VM.PowerMgmt",        "VM.Snapshot",
      "VM.Snapshot.Rollback"};
  return kPrivileges;
}

const std::set<std::string>& AllPrivileges() {
  static const std::set<std::string> kPrivileges = [] {
    std::set<std::string> all = OperatorPrivileges();
    all.insert({"Datastore.AllocateTemplate", "Group.Allocate", "Mapping.Audit", "Mapping.Modify",
                "Mapping.Use", "Permissions.Modify", "Pool.Allocate", "Realm.Allocate",
                "Realm.AllocateUser", "SDN.Allocate", "Sys.AccessNetwork", "Sys.Console",
                "Sys.Incoming", "Sys.PowerMgmt", "Sys.Syslog", "User.Modify", "VM.Migrate"});
    return all;
  }();
  return kPrivileges;
}

User* Accounts::Find(std::string_view user) {
  const auto found = users_.find(std::string(user));
  return found == users_.end() ? nullptr : &found->second;
}

void Accounts::Grant(std::string_view path, std::string_view name,
                     std::set<std::string> privileges) {
  grants_[std::string(path)][std::string(name)] = std::move(privileges);
}

std::set<std::string> Accounts::Granted(std::string_view name, std::string_view path) const {
  if (name == "root@pam") return AllPrivileges();
  // The nearest path decides.
  const std::set<std::string>* nearest = nullptr;
  std::size_t length = 0;
  for (const auto& [granted, names] : grants_) {
    const auto found = names.find(std::string(name));
    if (found == names.end() || !Covers(granted, path) || granted.size() < length) continue;
    nearest = &found->second;
    length = granted.size();
  }
  return nearest == nullptr ? std::set<std::string>() : *nearest;
}

std::set<std::string> Accounts::PrivilegesAt(const Identity& identity,
                                             std::string_view path) const {
  std::set<std::string> of_user = Granted(identity.user, path);
  if (identity.token.empty()) return of_user;
  const auto user = users_.find(identity.user);
  if (user == users_.end()) return {};
  const auto token = user->second.tokens.find(identity.token);
  if (token == user->second.tokens.end()) return {};
  if (!token->second.separate) return of_user;
  return Intersection(of_user, Granted(identity.name(), path));
}

bool Accounts::May(const Identity& identity, std::string_view path,
                   std::string_view privilege) const {
  return PrivilegesAt(identity, path).contains(std::string(privilege));
}

std::map<std::string, std::set<std::string>> Accounts::PermissionsOf(
    const Identity& identity) const {
  std::map<std::string, std::set<std::string>> permissions;
  std::set<std::string> paths = {"/", "/vms", "/nodes", "/storage", "/access", "/pool", "/sdn"};
  for (const auto& [path, names] : grants_) paths.insert(path);
  for (const std::string& path : paths) {
    auto privileges = PrivilegesAt(identity, path);
    if (!privileges.empty()) permissions[path] = std::move(privileges);
  }
  return permissions;
}

nlohmann::json Accounts::ToJson() const {
  nlohmann::json users = nlohmann::json::object();
  for (const auto& [name, user] : users_) {
    nlohmann::json tokens = nlohmann::json::object();
    for (const auto& [token_name, token] : user.tokens) {
      tokens[token_name] = {{"secret", token.secret},
                            {"comment", token.comment},
                            {"separate", token.separate},
                            {"expires", token.expires}};
    }
    users[name] = {{"password", user.password}, {"enabled", user.enabled}, {"tokens", tokens}};
  }
  return {{"users", users}, {"grants", grants_}};
}

Accounts Accounts::FromJson(const nlohmann::json& json) {
  Accounts accounts;
  json.at("grants").get_to(accounts.grants_);
  for (const auto& [name, item] : json.at("users").items()) {
    User& user = accounts.users_[name];
    item.at("password").get_to(user.password);
    item.at("enabled").get_to(user.enabled);
    for (const auto& [token_name, token] : item.at("tokens").items()) {
      user.tokens[token_name] = {token.at("secret"), token.at("comment"), token.at("separate"),
                                 token.at("expires")};
    }
  }
  return accounts;
}

}  // namespace nexus::simulator
