#include <chrono>
#include <csignal>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "google/protobuf/util/time_util.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/ids.h"
#include "libs/rpc/status.h"
#include "libs/testing/eventually.h"
#include "libs/testing/fake_auth.h"
#include "libs/testing/status_matchers.h"
#include "nexus/audit/v1/audit_service.grpc.pb.h"
#include "services/audit/testing/postgres_audit_backend.h"
#include "tests/contract/fake_event_source.h"
#include "tests/contract/service_process.h"

namespace nexus::audit {
namespace {

using ::google::protobuf::util::TimeUtil;
using ::nexus::testing::Caller;
using ::nexus::testing::Eventually;
using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::AuditService::Stub;

std::string NewId() {
  static const SystemClock clock;
  static RandomIdSource ids(clock);
  return ids.NewId();
}

// The real audit service, with fakes for all that it listens to.
class AuditSuite {
 public:
  AuditSuite() : process_(AnotherProcess()) {
    process_->Start();
    Connect();
  }

  // Hangs up and stops the process; its exit code.
  int Stop() {
    stub_.reset();
    return process_->Stop();
  }

  std::unique_ptr<testing::ServiceProcess> AnotherProcess() {
    return std::make_unique<testing::ServiceProcess>(
        "audit", NEXUS_AUDIT_BINARY,
        std::map<std::string, std::string>{
            {"NEXUS_AUTH_TARGET", auth_.target()},
            {"NEXUS_INSTANCE_TARGET", instance_.target()},
            {"NEXUS_BILLING_TARGET", billing_.target()},
            {"NEXUS_SCHEDULER_TARGET", scheduler_.target()},
            {"NEXUS_AUDIT_DATABASE", records_.database().connection()}});
  }

  testing::ServiceProcess& process() { return *process_; }
  testing::FakeAuth& auth() { return auth_; }
  testing::FakeEventSource& instance() { return instance_; }
  testing::FakeEventSource& billing() { return billing_; }
  PostgresAuditBackend& records() { return records_; }
  Stub& stub() { return *stub_; }

 private:
  void Connect() {
    stub_ = v1::AuditService::NewStub(
        testing::ChannelAs("gateway", "audit", process_->internal_port()));
  }

  testing::FakeAuth auth_;
  testing::FakeEventSource instance_{"instance"};
  testing::FakeEventSource billing_{"billing"};
  testing::FakeEventSource scheduler_{"scheduler"};
  PostgresAuditBackend records_;
  std::unique_ptr<testing::ServiceProcess> process_;
  std::unique_ptr<Stub> stub_;
};

// A test on a service that all share, in a project of its own.
class AuditContractTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = std::make_unique<AuditSuite>(); }

  static void TearDownTestSuite() {
    EXPECT_EQ(suite_->Stop(), 0);
    EXPECT_THAT(suite_->process().error_lines(), IsEmpty());
    suite_.reset();
  }

  // A call in this test's project, as a service announces it.
  events::v1::Event CallEvent(const std::string& outcome = "ok") {
    events::v1::Called called;
    called.set_request_json("{\"displayName\":\"web-1\"}");
    called.set_count(1);
    events::v1::Event event;
    event.set_id(NewId());
    event.set_type("nexus.events.v1.Called");
    event.set_subject(project_ + "/instances/i");
    event.set_project(project_);
    event.set_actor("users/ada");
    event.set_method("nexus.instance.v1.InstanceService.CreateInstance");
    event.set_outcome(outcome);
    event.set_payload(called.SerializeAsString());
    *event.mutable_create_time() = TimeUtil::GetCurrentTime();
    return event;
  }

  Caller Member() const { return {.project = project_, .permissions = {"audit.list"}}; }
  static Caller Administrator() {
    return {.user = "users/root",
            .project = "",
            .member = false,
            .global_permissions = {"admin.audit.list"}};
  }

  template <typename Request>
  static absl::StatusOr<v1::ListAuditRecordsResponse> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   v1::ListAuditRecordsResponse*),
      const Request& request, const std::optional<Caller>& caller) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    // Also after a restart: a program without a server of its own connects only while it waits.
    context.set_wait_for_ready(true);
    if (caller) suite_->auth().SignIn(context, *caller);
    v1::ListAuditRecordsResponse response;
    const absl::Status status =
        rpc::FromGrpcStatus((suite_->stub().*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  v1::ListAuditRecordsRequest OfProject() const {
    v1::ListAuditRecordsRequest request;
    request.set_parent(project_);
    return request;
  }

  absl::StatusOr<v1::ListAuditRecordsResponse> List(const v1::ListAuditRecordsRequest& request,
                                                    const std::optional<Caller>& caller) {
    return Call(&Stub::ListAuditRecords, request, caller);
  }

  // Whether this test's project has so many records, now or soon.
  bool Has(int records) {
    return Eventually([&] {
      const auto answer = List(OfProject(), Member());
      return answer.ok() && answer->audit_records_size() == records;
    });
  }

  const std::string project_ = "projects/" + NewId();
  static std::unique_ptr<AuditSuite> suite_;
};

std::unique_ptr<AuditSuite> AuditContractTest::suite_;

TEST_F(AuditContractTest, TellsWhoDidWhatInAProject) {
  const events::v1::Event event = CallEvent();
  suite_->instance().Announce(event);
  ASSERT_TRUE(Has(1));
  const v1::AuditRecord record = List(OfProject(), Member())->audit_records(0);
  EXPECT_EQ(record.name(), "auditRecords/" + event.id());
  EXPECT_EQ(record.actor(), "users/ada");
  EXPECT_EQ(record.method(), "nexus.instance.v1.InstanceService.CreateInstance");
  EXPECT_EQ(record.resource(), event.subject());
  EXPECT_EQ(record.project(), project_);
  EXPECT_EQ(record.outcome(), "ok");
  EXPECT_EQ(record.request_json(), "{\"displayName\":\"web-1\"}");
  EXPECT_EQ(record.count(), 1);
  EXPECT_EQ(TimeUtil::TimestampToMicroseconds(record.create_time()),
            TimeUtil::TimestampToMicroseconds(event.create_time()));
}

TEST_F(AuditContractTest, RecordsACallOnceThoughItIsToldTwiceAndHeardByTwo) {
  const auto replica = suite_->AnotherProcess();
  replica->Start();
  const events::v1::Event twice = CallEvent();
  for (int i = 0; i < 20; ++i) {
    suite_->instance().Announce(twice);
    suite_->billing().Announce(CallEvent());
  }
  EXPECT_TRUE(Has(21));
  // What is told last is heard last, so nothing came behind it.
  suite_->instance().Announce(CallEvent());
  EXPECT_TRUE(Has(22));
  EXPECT_EQ(replica->Stop(), 0);
}

TEST_F(AuditContractTest, LosesNothingWhenItDiesWhileItRemembers) {
  suite_->process().CrashAt("audit.before_commit");
  suite_->instance().Announce(CallEvent());
  ASSERT_EQ(suite_->process().Wait(), -SIGKILL);
  suite_->instance().Announce(CallEvent());
  suite_->process().Start();
  EXPECT_TRUE(Has(2));
}

TEST_F(AuditContractTest, FindsWhatTheFilterSays) {
  suite_->instance().Announce(CallEvent());
  events::v1::Event refused = CallEvent("INSUFFICIENT_FUNDS");
  *refused.mutable_create_time() += TimeUtil::SecondsToDuration(1);
  suite_->instance().Announce(refused);
  ASSERT_TRUE(Has(2));
  const auto found = [&](auto set) {
    v1::ListAuditRecordsRequest request = OfProject();
    set(*request.mutable_filter());
    return List(request, Member())->audit_records_size();
  };
  EXPECT_EQ(found([](auto& filter) { filter.set_outcome("refused"); }), 1);
  EXPECT_EQ(found([](auto& filter) { filter.set_outcome("INSUFFICIENT_FUNDS"); }), 1);
  EXPECT_EQ(found([](auto& filter) { filter.set_method("CreateInstance"); }), 2);
  EXPECT_EQ(found([](auto& filter) { filter.set_method("DeleteInstance"); }), 0);
  EXPECT_EQ(found([](auto& filter) { filter.set_actor("users/ada"); }), 2);
  EXPECT_EQ(found([&](auto& filter) { filter.set_resource(refused.subject()); }), 2);
  EXPECT_EQ(found([&](auto& filter) { *filter.mutable_end_time() = refused.create_time(); }), 1);
  EXPECT_EQ(found([&](auto& filter) { *filter.mutable_start_time() = refused.create_time(); }), 1);
}

TEST_F(AuditContractTest, ShowsEachRecordOnceAcrossPagesWhileOthersCome) {
  for (int i = 0; i < 5; ++i) suite_->instance().Announce(CallEvent());
  ASSERT_TRUE(Has(5));
  v1::ListAuditRecordsRequest request = OfProject();
  request.set_page_size(2);
  std::set<std::string> seen;
  int added = 0;
  do {
    const auto answer = List(request, Member());
    ASSERT_THAT(answer, IsOk());
    for (const auto& record : answer->audit_records()) {
      EXPECT_TRUE(seen.insert(record.name()).second);
    }
    request.set_page_token(answer->next_page_token());
    suite_->instance().Announce(CallEvent());
    ASSERT_TRUE(Has(5 + ++added));
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, SizeIs(5));
}

TEST_F(AuditContractTest, RefusesATokenOfAnotherListAndTimesThatAreNone) {
  constexpr auto kWrong = absl::StatusCode::kInvalidArgument;
  for (int i = 0; i < 2; ++i) suite_->instance().Announce(CallEvent());
  ASSERT_TRUE(Has(2));
  v1::ListAuditRecordsRequest request = OfProject();
  request.set_page_size(1);
  request.set_page_token(List(request, Member())->next_page_token());
  EXPECT_THAT(List(request, Member()), IsOk());
  request.mutable_filter()->set_outcome("ok");
  EXPECT_THAT(List(request, Member()), Fails(kWrong, "PAGE_TOKEN_INVALID"));
  request.set_page_token("nonsense");
  EXPECT_THAT(List(request, Member()), Fails(kWrong, "PAGE_TOKEN_INVALID"));

  request = OfProject();
  request.mutable_filter()->mutable_start_time()->set_seconds(INT64_MAX);
  EXPECT_THAT(List(request, Member()), Fails(kWrong, "FIELD_INVALID"));
  request = OfProject();
  request.set_page_size(-1);
  EXPECT_THAT(List(request, Member()), Fails(kWrong, "FIELD_INVALID"));
}

TEST_F(AuditContractTest, HidesAProjectFromThoseItDoesNotConcern) {
  EXPECT_THAT(List(OfProject(), std::nullopt),
              Fails(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
  EXPECT_THAT(List(OfProject(), Caller{.project = project_, .member = false}),
              Fails(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(List(OfProject(), Caller{.project = project_}),
              Fails(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
}

TEST_F(AuditContractTest, ShowsEverythingToAdministratorsOnly) {
  const events::v1::Event event = CallEvent();
  suite_->billing().Announce(event);
  ASSERT_TRUE(Has(1));
  v1::ListAllAuditRecordsRequest request;
  request.mutable_filter()->set_resource(event.subject());
  const auto answer = Call(&Stub::ListAllAuditRecords, request, Administrator());
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->audit_records(), SizeIs(1));
  EXPECT_THAT(Call(&Stub::ListAllAuditRecords, request, Member()),
              Fails(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  EXPECT_THAT(Call(&Stub::ListAllAuditRecords, request, std::nullopt),
              Fails(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
}

}  // namespace
}  // namespace nexus::audit
