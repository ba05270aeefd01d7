#include "services/scheduler/proxmox/classifier.h"

#include <ostream>

#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"
#include "services/scheduler/proxmox/answer.h"

namespace nexus::scheduler::proxmox {
namespace {

using ::nexus::testing::IsOk;
using ::testing::HasSubstr;

struct Case {
  int http_status;
  const char* message;
  Failure failure;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.http_status << " " << c.message; }

class ClassifierTest : public ::testing::TestWithParam<Case> {};

TEST_P(ClassifierTest, KnowsWhatTheAnswerMeans) {
  const Case& c = GetParam();
  EXPECT_EQ(NameOf(ClassifyAnswer(c.http_status, c.message, false)), NameOf(c.failure));
}

constexpr char kLockFile[] = "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout";

INSTANTIATE_TEST_SUITE_P(
    Answers, ClassifierTest,
    ::testing::Values(
        Case{401, "Authentication failed!", Failure::kAuthBad},
        Case{403, "Permission check failed (/vms/100, VM.PowerMgmt)", Failure::kForbidden},
        Case{400, "Parameter verification failed.", Failure::kBadRequest},
        Case{400, "no such task", Failure::kNotFound},
        Case{400, "VM 100 already exists", Failure::kAlreadyExists},
        Case{501, "Method 'GET /nope' not implemented", Failure::kBadRequest},
        Case{506, "upload 'Content-Type 'text/plain' not implemented", Failure::kBadRequest},
        Case{595, "Connection refused", Failure::kNodeDown},
        Case{596, "Connection timed out", Failure::kUnknownOutcome},
        Case{597, "", Failure::kUnknownOutcome}, Case{598, "", Failure::kUnknownOutcome},
        Case{599, "Too many redirections", Failure::kUnknownOutcome},
        Case{500, "unable to create VM 110: config file already exists", Failure::kAlreadyExists},
        Case{500, "snapshot name 'sl' already used", Failure::kAlreadyExists},
        Case{500, "resource ID 'vm:100' already defined", Failure::kAlreadyExists},
        Case{500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist",
             Failure::kNotFound},
        Case{500, "unable to find configuration file for VM 999 on node 'pve1'",
             Failure::kNotFound},
        Case{500, "no such resource", Failure::kNotFound},
        Case{500, "no rule at position 7", Failure::kNotFound},
        Case{500, "service is not HA managed", Failure::kNotFound},
        Case{500, "no such cluster node 'ghost'", Failure::kNoSuchNode},
        Case{500, "hostname lookup 'ghost' failed - failed to get address info for: ghost",
             Failure::kNoSuchNode},
        Case{500, "VM is locked (backup)", Failure::kLocked},
        Case{500, "CT is locked (disk)", Failure::kLocked},
        Case{500, kLockFile, Failure::kLockTimeout},
        Case{500, "cfs-lock 'storage-X' error: got lock request timeout", Failure::kLockTimeout},
        Case{500, "can't acquire lock '/var/run/vzdump.lock'", Failure::kLockTimeout},
        Case{500, "'storage-X'-locked command timed out - aborting", Failure::kLockTimeout},
        Case{500, "Failed to obtain guest migration lock", Failure::kLockTimeout},
        Case{500, "checksum mismatch (file change by other user?)", Failure::kDigestMismatch},
        Case{500, "detected modified configuration - file changed by other user? Try again.",
             Failure::kDigestMismatch},
        Case{500, "checksum mismatch: got 'a' != expect 'b'", Failure::kOther},
        Case{500, "VM 100 already running", Failure::kWrongState},
        Case{500, "VM 100 not running", Failure::kWrongState},
        Case{500, "VM 100 is running - destroy failed", Failure::kWrongState},
        Case{500, "unable to destroy CT 5 - container is running", Failure::kWrongState},
        Case{500, "VM is paused - cannot shutdown", Failure::kWrongState},
        Case{500, "you can't start a vm if it's a template", Failure::kWrongState},
        Case{500, "can't remove VM 100 - protection mode enabled", Failure::kWrongState},
        Case{500, "can't migrate running VM without --online", Failure::kWrongState},
        Case{500, "cluster not ready - no quorum?", Failure::kNoQuorum},
        Case{500, "cfs-lock 'file-user_cfg' error: no quorum!", Failure::kNoQuorum},
        Case{500, "cluster filesystem not online", Failure::kNoQuorum},
        Case{500, "unable to talk to pmxcfs", Failure::kNoQuorum},
        Case{500, "write failed: No space left on device", Failure::kStorageFull},
        Case{500, "not enough free space (1 < 2)", Failure::kStorageFull},
        Case{500, "out of space", Failure::kStorageFull},
        Case{500, "quota exceeded", Failure::kStorageFull},
        Case{500, "insufficient free extents", Failure::kStorageFull},
        Case{500, "storage 'x' is not available on node 'y'", Failure::kStorageDown},
        Case{500, "storage 'x' is not online", Failure::kStorageDown},
        Case{500, "storage 'x' is disabled", Failure::kStorageDown},
        Case{500, "unable to activate storage 'nfs'", Failure::kStorageDown},
        Case{500, "mount error: exit code 32", Failure::kStorageDown},
        Case{500, "QEMU guest agent is not running", Failure::kAgentDown},
        Case{500, "No QEMU guest agent configured", Failure::kAgentDown},
        Case{500, "unexpected status", Failure::kUnknownOutcome},
        Case{500, "unable to get last line from task log - x", Failure::kUnknownOutcome},
        Case{500, "VM 300 qmp command 'stop' failed - got timeout", Failure::kUnknownOutcome},
        Case{500, "VM quit/powerdown failed - got timeout", Failure::kOther},
        Case{500, "got no worker upid - start worker failed", Failure::kWorkerFork},
        Case{500, "unable to fork worker", Failure::kWorkerFork},
        Case{500, "starting worker failed", Failure::kWorkerFork},
        Case{500, "start failed: QEMU exited with code 1", Failure::kOther}));

TEST(TaskResultTest, TakesOkAndWarningsForSuccess) {
  EXPECT_THAT(ResultOfTask("OK"), IsOk());
  EXPECT_THAT(ResultOfTask("WARNINGS: 2"), IsOk());
  EXPECT_EQ(FailureOf(ResultOfTask("VM is locked (backup)")), Failure::kLocked);
  EXPECT_EQ(FailureOf(ResultOfTask("OK?")), Failure::kOther);
  EXPECT_EQ(FailureOf(ResultOfTask("unexpected status")), Failure::kUnknownOutcome);
}

TEST(AnswerTest, TakesTheTextOfTheBody) {
  const auto data =
      ParseAnswer({500, "VM 100 is running",
                   R"({"data":null,"message":"VM 100 is running - destroy failed\n"})"},
                  true);
  EXPECT_EQ(MessageOf(data.status()), "VM 100 is running - destroy failed");
  EXPECT_EQ(FailureOf(data.status()), Failure::kWrongState);
}

TEST(AnswerTest, TakesTheReasonPhraseOfAnEmptyOrUnreadableBody) {
  EXPECT_EQ(MessageOf(ParseAnswer({401, "No ticket", ""}, true).status()), "No ticket");
  EXPECT_EQ(MessageOf(ParseAnswer({500, "VM is locked (clone)", "oops at line 3"}, true).status()),
            "VM is locked (clone)");
}

TEST(AnswerTest, NamesTheParametersThatAreWrong) {
  const auto data =
      ParseAnswer({400, "Parameter verification failed.",
                   R"({"data":null,"errors":{"cores":"value must have a minimum value of 1"}})"},
                  true);
  EXPECT_EQ(FailureOf(data.status()), Failure::kBadRequest);
  EXPECT_THAT(MessageOf(data.status()), HasSubstr("cores: value must have a minimum"));
}

TEST(AnswerTest, SeesAnUnknownTaskInItsErrors) {
  const auto data = ParseAnswer(
      {400, "Parameter verification failed.", R"({"errors":{"upid":"no such task"}})"}, false);
  EXPECT_EQ(FailureOf(data.status()), Failure::kNotFound);
}

TEST(AnswerTest, SaysOfAReadNeverThatItsOutcomeIsUnknown) {
  EXPECT_EQ(FailureOf(ParseAnswer({596, "Broken pipe", ""}, false).status()), Failure::kNodeDown);
  EXPECT_EQ(FailureOf(ParseAnswer({596, "Broken pipe", ""}, true).status()),
            Failure::kUnknownOutcome);
}

TEST(AnswerTest, GivesTheDataOfASuccess) {
  const auto data = ParseAnswer({200, "OK", R"({"data":"UPID:x"})"}, true);
  ASSERT_THAT(data, IsOk());
  EXPECT_EQ(*data, "UPID:x");
  EXPECT_THAT(ParseAnswer({200, "OK", R"({"data":null})"}, true), IsOk());
}

}  // namespace
}  // namespace nexus::scheduler::proxmox
