#include "libs/base/sealer.h"

#include <fstream>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace nexus {
namespace {

using testing::IsOk;
using testing::IsOkAndHolds;

class SealerTest : public ::testing::Test {
 protected:
  std::string KeyFile(const std::string& content, mode_t mode = 0600) {
    const std::string path = ::testing::TempDir() + "sealer_test.key";
    std::remove(path.c_str());
    std::ofstream(path) << content;
    chmod(path.c_str(), mode);
    return path;
  }

  const std::string key_ = std::string(64, 'a') + "\n";
};

TEST_F(SealerTest, OpensWhatItSealedInTheSameContextOnly) {
  const auto sealer = Sealer::FromFile(KeyFile(key_));
  ASSERT_THAT(sealer, IsOk());
  const std::string sealed = sealer->Seal("hunter2", "clusters/demo");
  EXPECT_EQ(sealed.find("hunter2"), std::string::npos);
  EXPECT_THAT(sealer->Open(sealed, "clusters/demo"), IsOkAndHolds(std::string("hunter2")));
  EXPECT_FALSE(sealer->Open(sealed, "clusters/other").ok());
}

TEST_F(SealerTest, RefusesWhatWasChanged) {
  const auto sealer = Sealer::FromFile(KeyFile(key_));
  ASSERT_THAT(sealer, IsOk());
  std::string sealed = sealer->Seal("hunter2", "x");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(sealer->Open(changed, "x").ok()) << "byte " << i;
  }
  EXPECT_FALSE(sealer->Open("", "x").ok());
}

TEST_F(SealerTest, RefusesAKeyThatOthersMayReadOrThatIsNone) {
  EXPECT_FALSE(Sealer::FromFile(KeyFile(key_, 0644)).ok());
  EXPECT_FALSE(Sealer::FromFile(KeyFile("abc")).ok());
  EXPECT_FALSE(Sealer::FromFile(::testing::TempDir() + "no-such-file").ok());
}

}  // namespace
}  // namespace nexus
