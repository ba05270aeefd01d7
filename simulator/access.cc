#include "simulator/access.h"

#include <utility>

namespace nexus::simulator {

absl::Status GiveToken(Accounts& accounts, std::string_view token,
                       std::set<std::string> privileges) {
  const auto bang = token.find('!');
  const auto equals = token.find('=', bang == std::string_view::npos ? 0 : bang);
  if (bang == std::string_view::npos || equals == std::string_view::npos) {
    return absl::InvalidArgumentError("a token is user@realm!name=secret");
  }
  const std::string user(token.substr(0, bang));
  Token& made =
      accounts.users()[user].tokens[std::string(token.substr(bang + 1, equals - bang - 1))];
  made.secret = token.substr(equals + 1);
  made.separate = true;
  const std::string name(token.substr(0, equals));
  // Of a token and its user only what both have counts.
  accounts.Grant("/", name, privileges);
  accounts.Grant("/", user, std::move(privileges));
  return absl::OkStatus();
}

}  // namespace nexus::simulator
