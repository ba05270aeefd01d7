#include "services/auth/domain/email.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;

class EmailAcceptsTest : public ::testing::TestWithParam<std::string> {};

TEST_P(EmailAcceptsTest, WhatMailCouldReach) { EXPECT_THAT(Email::Parse(GetParam()), IsOk()); }

INSTANTIATE_TEST_SUITE_P(Addresses, EmailAcceptsTest,
                         ::testing::Values("a@b.example", "first.last+tag@sub.example.com",
                                           "o'hara@example.com", "admin@localhost", "1@1.example",
                                           "x!#$%&'*+-/=?^_`{|}~@example.org",
                                           std::string(64, 'a') + "@example.com"));

class EmailRefusesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(EmailRefusesTest, WhatMailCouldNotReach) {
  EXPECT_THAT(Email::Parse(GetParam()), Fails(absl::StatusCode::kInvalidArgument, "EMAIL_INVALID"));
}

INSTANTIATE_TEST_SUITE_P(
    Addresses, EmailRefusesTest,
    ::testing::Values("", "@", "a@", "@b.example", "a b@example.com", "a..b@example.com",
                      ".a@example.com", "a.@example.com", "a@-b.example", "a@b-.example",
                      "a@b..example", "a@b.example.", "a@[192.0.2.1]", "a@192.0.2.1",
                      "\"a\"@example.com", "ä@example.com", "a@exämple.com", "a@b@c.example",
                      "a\n@example.com", "a@example.com\r\nBcc: b@example.com",
                      std::string(65, 'a') + "@example.com",
                      "a@" + std::string(64, 'b') + ".example",
                      "a@" + std::string(63, 'b') + "." + std::string(63, 'c') + "." +
                          std::string(63, 'd') + "." + std::string(63, 'e') + ".example"));

TEST(EmailTest, KeepsTheHostInLowerCaseAndTheRestAsItWasTyped) {
  EXPECT_EQ(Email::Parse("Ada.Lovelace@Example.COM")->text(), "Ada.Lovelace@example.com");
}

TEST(EmailTest, IsTheSameUsersInAnyCase) {
  EXPECT_EQ(EmailKey("Ada@Example.com"), EmailKey("aDA@example.COM"));
}

}  // namespace
}  // namespace nexus::auth
