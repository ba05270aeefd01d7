#include "services/auth/domain/password_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;

constexpr auto kWrong = absl::StatusCode::kInvalidArgument;

TEST(PasswordPolicyTest, TakesEightToAHundredAndTwentyEightCharacters) {
  EXPECT_THAT(CheckPasswordStrength("kL3!v9x"), Fails(kWrong, "PASSWORD_TOO_WEAK"));
  EXPECT_THAT(CheckPasswordStrength("kL3!v9xq"), IsOk());
  EXPECT_THAT(CheckPasswordStrength(std::string(128, 'x')), IsOk());
  EXPECT_THAT(CheckPasswordStrength(std::string(129, 'x')), Fails(kWrong, "PASSWORD_TOO_WEAK"));
}

TEST(PasswordPolicyTest, CountsCharactersAndNotBytes) {
  EXPECT_THAT(CheckPasswordStrength("äöüß"), Fails(kWrong, "PASSWORD_TOO_WEAK"));
  EXPECT_THAT(CheckPasswordStrength("äöüßäöüß"), IsOk());
}

TEST(PasswordPolicyTest, RefusesWhatEveryoneTriesFirstInAnyCase) {
  for (const char* password : {"password", "PassWord1", "12345678", "QWERTYUIOP", "iloveyou"}) {
    EXPECT_THAT(CheckPasswordStrength(password), Fails(kWrong, "PASSWORD_TOO_WEAK")) << password;
  }
}

}  // namespace
}  // namespace nexus::auth
