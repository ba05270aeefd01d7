#include "services/auth/domain/signing_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/rpc/assertion.h"
#include "libs/testing/run_in_parallel.h"
#include "libs/testing/status_matchers.h"
#include "services/auth/testing/auth_world.h"
#include "services/auth/testing/test_key_file.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::HasReason;
using ::nexus::testing::IsOk;
using ::testing::ElementsAre;

constexpr absl::Duration kRotation = absl::Hours(24);

class SigningKeysTest : public ::testing::Test {
 protected:
  std::vector<std::string> Believed() {
    const auto believed = keys_.Believed();
    std::vector<std::string> ids;
    for (const auto& key : believed.value()) ids.push_back(key.id);
    return ids;
  }

  AuthWorld world_;
  TestKeyFile key_file_;
  Sealer sealer_ = key_file_.sealer();
  SigningKeys keys_{world_.store, sealer_, world_.ids, world_.clock, kRotation};
};

TEST_F(SigningKeysTest, MakesTheFirstByItself) {
  const auto key = keys_.Current();
  ASSERT_THAT(key, IsOk());
  EXPECT_THAT(Believed(), ElementsAre(key->id()));
}

TEST_F(SigningKeysTest, SignsWhatThePublicHalfVerifies) {
  const auto key = keys_.Current();
  ASSERT_THAT(key, IsOk());
  const std::string public_key = keys_.Believed()->front().public_key;
  EXPECT_TRUE(rpc::VerifyEd25519(public_key, "a message", key->Sign("a message")));
  EXPECT_FALSE(rpc::VerifyEd25519(public_key, "another", key->Sign("a message")));
  EXPECT_EQ(rpc::SignEd25519(key->private_key(), "a message"), key->Sign("a message"));
}

TEST_F(SigningKeysTest, AreSharedByAllReplicas) {
  const auto first = keys_.Current();
  SigningKeys other(world_.store, sealer_, world_.ids, world_.clock, kRotation);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(other.Current()->id(), first->id());
}

TEST_F(SigningKeysTest, AreMadeOnceByReplicasThatStartTogether) {
  const auto ids = testing::RunInParallel(4, 1, [&] {
    SigningKeys mine(world_.store, sealer_, world_.ids, world_.clock, kRotation);
    return mine.Current()->id();
  });
  EXPECT_THAT(ids, ::testing::Each(ids.front()));
}

TEST_F(SigningKeysTest, RotateAndBelieveTwo) {
  const std::string first = keys_.Current()->id();
  world_.clock.Advance(kRotation);
  const std::string second = keys_.Current()->id();
  EXPECT_THAT(Believed(), ElementsAre(second, first));
  world_.clock.Advance(kRotation);
  const std::string third = keys_.Current()->id();
  EXPECT_THAT(Believed(), ElementsAre(third, second));
}

TEST_F(SigningKeysTest, AreNotAtRestAsTheyAre) {
  const auto key = keys_.Current();
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(keys_.Believed()->front().sealed_private_key.find(key->private_key()),
            std::string::npos);
}

TEST_F(SigningKeysTest, CannotBeOpenedWithAnotherKeyFile) {
  ASSERT_THAT(keys_.Current(), IsOk());
  const TestKeyFile other_file;
  const Sealer other_sealer = other_file.sealer();
  SigningKeys other(world_.store, other_sealer, world_.ids, world_.clock, kRotation);
  EXPECT_THAT(other.Current().status(), HasReason("INTERNAL"));
}

}  // namespace
}  // namespace nexus::auth
