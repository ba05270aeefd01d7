#include "services/scheduler/domain/mark.h"

#include <gmock/gmock.h>

namespace nexus::scheduler {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const Mark kMark{"demo", "i-1", "op-1"};

TEST(MarkTest, ReadsWhatItWrote) { EXPECT_THAT(MarkOf(MarkText(kMark)), Optional(Eq(kMark))); }

TEST(MarkTest, LooksAtTheFirstLineOnly) {
  EXPECT_THAT(MarkOf("nexus:demo:i-1:op-1\nwritten by an operator"), Optional(Eq(kMark)));
  EXPECT_THAT(MarkOf("nexus:demo:i-1:op-1\r\nwritten by an operator"), Optional(Eq(kMark)));
  EXPECT_EQ(MarkOf("a note\nnexus:demo:i-1:op-1"), std::nullopt);
}

TEST(MarkTest, SeesNoMarkInAnythingElse) {
  for (const char* text : {"", "nexus", "nexus:demo:i-1", "nexus:demo:i-1:", "nexus::i-1:op-1",
                           "nexus:demo:i-1:op-1:more", "other:demo:i-1:op-1", " nexus:demo:i:o"}) {
    EXPECT_EQ(MarkOf(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace nexus::scheduler
