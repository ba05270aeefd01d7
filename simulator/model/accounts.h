#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace nexus::simulator {

// Who calls: `root@pam`, or with a token's name `root@pam!t1`.
struct Identity {
  std::string user;
  std::string token;  // Empty for a person.

  std::string name() const { return token.empty() ? user : user + "!" + token; }
  bool is_root() const { return user == "root@pam" && token.empty(); }
};

struct Token {
  std::string secret;
  std::string comment;
  bool separate = true;      // `privsep`: has only what it was given itself.
  std::int64_t expires = 0;  // 0: never.
};

struct User {
  std::string password;
  bool enabled = true;
  std::map<std::string, Token> tokens;
};

// Users, their tokens, and who may do what where.
class Accounts {
 public:
  std::map<std::string, User>& users() { return users_; }
  const std::map<std::string, User>& users() const { return users_; }
  User* Find(std::string_view user);

  // Gives privileges on a path and all below it. `name` is a user or a token.
  void Grant(std::string_view path, std::string_view name, std::set<std::string> privileges);

  // What the identity may do at `path`; root@pam may do all.
  std::set<std::string> PrivilegesAt(const Identity& identity, std::string_view path) const;
  bool May(const Identity& identity, std::string_view path, std::string_view privilege) const;

  // Path to privileges, for /access/permissions.
  std::map<std::string, std::set<std::string>> PermissionsOf(const Identity& identity) const;

  nlohmann::json ToJson() const;
  static Accounts FromJson(const nlohmann::json& json);

 private:
  std::set<std::string> Granted(std::string_view name, std::string_view path) const;

  std::map<std::string, User> users_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> grants_;  // By path, name.
};

// Every privilege there is.
const std::set<std::string>& AllPrivileges();

// What the product's operator role needs, and no more.
const std::set<std::string>& OperatorPrivileges();

}  // namespace nexus::simulator
