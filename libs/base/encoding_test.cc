#include "libs/base/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus {
namespace {

using ::testing::Optional;

TEST(EncodingTest, BringsAnyBytesBackFromBase64Url) {
  const std::string bytes("\x00\xff\xfe/+=", 6);
  EXPECT_THAT(Base64UrlDecode(Base64UrlEncode(bytes)), Optional(bytes));
  EXPECT_EQ(Base64UrlDecode("not base64!"), std::nullopt);
}

TEST(EncodingTest, KnowsTheDigestOfNothing) {
  EXPECT_EQ(HexEncode(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(EncodingTest, EncodesAllButUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("ssh-ed25519 AA+/=\n~"), "ssh-ed25519%20AA%2B%2F%3D%0A~");
}

TEST(EncodingTest, ComparesSecretsByContent) {
  EXPECT_TRUE(EqualSecrets("secret", "secret"));
  EXPECT_FALSE(EqualSecrets("secret", "Secret"));
  EXPECT_FALSE(EqualSecrets("secret", "secret "));
}

}  // namespace
}  // namespace nexus
