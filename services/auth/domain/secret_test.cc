#include "services/auth/domain/secret.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::auth {
namespace {

using ::testing::MatchesRegex;
using ::testing::SizeIs;

TEST(SessionSecretTest, IsFortyThreeCharactersThatNeverRepeat) {
  std::set<std::string> secrets;
  for (int i = 0; i < 1000; ++i) secrets.insert(NewSessionSecret());
  EXPECT_THAT(secrets, SizeIs(1000));
  EXPECT_THAT(*secrets.begin(), SizeIs(43));
}

TEST(TokenSecretTest, IsRecognisedByItsShapeAndItsChecksum) {
  const std::string secret = NewTokenSecret();
  EXPECT_THAT(secret, MatchesRegex("nxs_[0-9A-Za-z]{49}"));
  EXPECT_TRUE(IsTokenSecret(secret));
}

TEST(TokenSecretTest, IsRefusedWithOneCharacterChanged) {
  const std::string secret = NewTokenSecret();
  for (std::size_t i = 0; i < secret.size(); ++i) {
    std::string mistyped = secret;
    mistyped[i] = mistyped[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(IsTokenSecret(mistyped)) << mistyped;
  }
}

TEST(TokenSecretTest, IsNoOtherText) {
  for (const char* text : {"", "nxs_", "nxs_short", "Bearer nxs_"}) {
    EXPECT_FALSE(IsTokenSecret(text)) << text;
  }
  EXPECT_FALSE(IsTokenSecret(NewTokenSecret() + "0"));
}

}  // namespace
}  // namespace nexus::auth
