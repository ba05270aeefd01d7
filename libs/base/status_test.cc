#include "libs/base/status.h"

#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"
#include "nexus/billing/v1/error_reason.pb.h"

namespace nexus {
namespace {

using testing::Fails;

TEST(StatusTest, CarriesItsReasonAndValuesToWhoeverReads) {
  const absl::Status status = Error(absl::StatusCode::kFailedPrecondition,
                                    billing::v1::INSUFFICIENT_FUNDS, "too little", {{"a", "1"}});
  EXPECT_THAT(status, Fails(absl::StatusCode::kFailedPrecondition, "INSUFFICIENT_FUNDS"));
  EXPECT_EQ(MetadataOf(status), (Metadata{{"a", "1"}}));
  EXPECT_EQ(DomainOf(*billing::v1::ErrorReason_descriptor()), "billing.nexus");
}

TEST(StatusTest, TellsWhenToTryAgain) {
  EXPECT_EQ(RetryAfterOf(WithRetryAfter(absl::UnavailableError("x"), absl::Milliseconds(1500))),
            absl::Milliseconds(1500));
  EXPECT_EQ(RetryAfterOf(absl::UnavailableError("x")), std::nullopt);
}

}  // namespace
}  // namespace nexus
