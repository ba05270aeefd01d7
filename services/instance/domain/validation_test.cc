#include "services/instance/domain/validation.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"

namespace nexus::instance {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;

using Texts = std::vector<std::string>;

// 51 bytes: length 11, "ssh-ed25519", length 32, a key.
constexpr char kEd25519[] =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS ada@home";

TEST(ValidationTest, ADisplayNameIsADnsLabel) {
  for (const std::string& name : Texts{"a", "web-1", "0", std::string(63, 'x')}) {
    EXPECT_THAT(CheckDisplayName(name), IsOk()) << name;
  }
  for (const std::string& name :
       Texts{"", "-a", "a-", "Web", "a_b", "a.b", "a b", "ä", std::string(64, 'x')}) {
    EXPECT_THAT(CheckDisplayName(name), HasReason("DISPLAY_NAME_INVALID")) << name;
  }
}

TEST(ValidationTest, TakesOpenSshPublicKeys) {
  EXPECT_THAT(CheckSshKeys({}), IsOk());
  EXPECT_THAT(CheckSshKeys({kEd25519}), IsOk());
}

TEST(ValidationTest, RefusesWhatIsNoKey) {
  const std::string key = kEd25519;
  const std::string type = "ssh-rsa";
  for (const std::string& wrong :
       Texts{"", "hello", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 %%%%",
             key.substr(0, key.find(' ') + 12),  // Cut off.
             type + key.substr(key.find(' ')),   // Says another type.
             key + "\nssh-ed25519 more",         // Two lines.
             "command=\"id\" " + key,            // Options are not a key.
             "-----BEGIN OPENSSH PRIVATE KEY-----"}) {
    EXPECT_THAT(CheckSshKeys({kEd25519, wrong}), HasReason("SSH_KEY_INVALID")) << wrong;
  }
}

TEST(ValidationTest, AnIdIsASlug) {
  EXPECT_THAT(CheckSlug("planId", "small-1"), IsOk());
  for (const std::string& slug : Texts{"", "Small", "-", "a/b", std::string(41, 'a')}) {
    EXPECT_THAT(CheckSlug("planId", slug), HasReason("SLUG_INVALID")) << slug;
  }
}

TEST(ValidationTest, ASizeIsOneThatAHypervisorCanGive) {
  EXPECT_THAT(CheckSize({1, 128, 1}), IsOk());
  EXPECT_THAT(CheckSize({128, 4'194'304, 65'536}), IsOk());
  for (const Size& size : {Size{0, 128, 1}, Size{129, 128, 1}, Size{1, 127, 1},
                           Size{1, 4'194'305, 1}, Size{1, 128, 0}, Size{1, 128, 65'537}}) {
    EXPECT_THAT(CheckSize(size), HasReason("SIZE_INVALID"));
  }
}

TEST(ValidationTest, AUserIsOneThatCloudInitCanMake) {
  EXPECT_THAT(CheckUser("image.defaultUser", "debian"), IsOk());
  for (const std::string& user : Texts{"", "1a", "Root", "a b", "a:b"}) {
    EXPECT_THAT(CheckUser("image.defaultUser", user), HasReason("FIELD_INVALID")) << user;
  }
}

}  // namespace
}  // namespace nexus::instance
