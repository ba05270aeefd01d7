#include "tests/contract/scheduler/scheduler_world.h"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "libs/base/ids.h"
#include "libs/db/convert.h"
#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "services/scheduler/store/postgres_scheduler_store.h"

namespace nexus::scheduler {

using testing::Eventually;
using ::testing::IsEmpty;
using testing::IsOk;

namespace {

constexpr int kFirstVmid = 5000;
constexpr int kLastVmid = 5999;

std::string MakeKeyFile() {
  char path[] = "/tmp/nexus-key-XXXXXX";
  const int file = mkstemp(path);
  NEXUS_CHECK(file >= 0);
  close(file);
  std::ofstream(path) << std::string(64, 'a');
  chmod(path, 0600);
  return path;
}

bool IsOver(const v1::TaskChanged& change) {
  const auto state = change.task().state();
  const bool decided = state == type::v1::Task::SUCCEEDED || state == type::v1::Task::FAILED ||
                       state == type::v1::Task::CANCELLED;
  return decided && !change.guest().cleanup_pending();
}

}  // namespace

SchedulerWorld::SchedulerWorld()
    : database_("scheduler", AllMigrations()),
      pool_(database_.options()),
      key_file_(MakeKeyFile()),
      process_(AnotherProcess()) {
  process_->Start();
  const int port = process_->internal_port();
  instance_ = v1::SchedulerService::NewStub(testing::ChannelAs("instance", "scheduler", port));
  tasks_ = v1::TaskService::NewStub(testing::ChannelAs("gateway", "scheduler", port));
  clusters_ = v1::ClusterService::NewStub(testing::ChannelAs("gateway", "scheduler", port));
  queue_ = v1::QueueService::NewStub(testing::ChannelAs("gateway", "scheduler", port));
}

std::unique_ptr<testing::ServiceProcess> SchedulerWorld::AnotherProcess() {
  return std::make_unique<testing::ServiceProcess>(
      "scheduler", NEXUS_SCHEDULER_BINARY,
      std::map<std::string, std::string>{
          {"NEXUS_AUTH_TARGET", auth_.target()},
          {"NEXUS_SCHEDULER_DATABASE", database_.connection()},
          {"NEXUS_SCHEDULER_OWNER_DATABASE", database_.owner_connection()},
          {"NEXUS_SCHEDULER_KEY_FILE", key_file_},
          {"NEXUS_SCHEDULER_INSTALLATION", "test"},
          {"NEXUS_SCHEDULER_INVENTORY_INTERVAL", "1s"},
          {"NEXUS_SCHEDULER_RETRY_BASE", "50ms"},
          {"NEXUS_SCHEDULER_RETRY_CAP", "500ms"},
          {"NEXUS_SCHEDULER_SHUTDOWN_TIMEOUT", "2s"},
          {"NEXUS_SCHEDULER_ABSENT_CONFIRM_DELAY", "100ms"},
          {"NEXUS_SCHEDULER_UNANSWERED_SEND_WAIT", "500ms"}});
}

std::vector<v1::TaskChanged> SchedulerWorld::Changes(const std::string& task) {
  std::vector<v1::TaskChanged> changes;
  EXPECT_THAT(pool_.InTransaction([&](db::Transaction& tx) {
    changes.clear();
    for (const auto& row : tx.Exec("SELECT payload FROM events WHERE subject LIKE '%/tasks/' || $1 "
                                   "AND type = 'nexus.scheduler.v1.TaskChanged' ORDER BY version",
                                   task)) {
      EXPECT_TRUE(changes.emplace_back().ParseFromString(db::BytesFrom(row[0])));
    }
    return absl::OkStatus();
  }),
              IsOk());
  return changes;
}

v1::CreateClusterRequest SchedulerWorld::ClusterRequest(const std::string& id) {
  v1::CreateClusterRequest request;
  request.set_cluster_id(id);
  v1::Cluster& cluster = *request.mutable_cluster();
  cluster.add_endpoints(simulator_.endpoint());
  cluster.add_fingerprints(simulator_.fingerprint());
  cluster.set_token_id(testing::SimulatorProcess::TokenId());
  cluster.set_token_secret(testing::SimulatorProcess::TokenSecret());
  cluster.set_first_vmid(kFirstVmid);
  cluster.set_last_vmid(kLastVmid);
  return request;
}

std::unique_ptr<SchedulerWorld> SchedulerContractTest::world_;

void SchedulerContractTest::SetUpTestSuite() {
  world_ = std::make_unique<SchedulerWorld>();
  ASSERT_THAT(Call(world_->clusters(), &v1::ClusterService::Stub::CreateCluster,
                   world_->ClusterRequest("demo"), Administrator()),
              IsOk());
}

void SchedulerContractTest::TearDownTestSuite() {
  EXPECT_EQ(world_->process().Stop(), 0);
  EXPECT_THAT(world_->process().error_lines(), IsEmpty());
  EXPECT_EQ(world_->simulator().GuestOf(100).at("running"), true);
  world_.reset();
}

SchedulerContractTest::SchedulerContractTest() = default;

SchedulerContractTest::~SchedulerContractTest() { world_->simulator().ClearFaults(); }

std::string SchedulerContractTest::NewId() {
  static const SystemClock clock;
  static RandomIdSource ids(clock);
  return ids.NewId();
}

testing::Caller SchedulerContractTest::Member() const {
  return {.project = project_, .permissions = {"tasks.get", "tasks.list"}};
}

testing::Caller SchedulerContractTest::Administrator() {
  return {.user = "users/root",
          .project = "",
          .member = false,
          .global_permissions = {"admin.clusters.list", "admin.clusters.create", "admin.queue.get",
                                 "admin.queue.manage"}};
}

v1::EnqueueTaskRequest SchedulerContractTest::TaskRequest(const std::string& kind) const {
  v1::EnqueueTaskRequest request;
  request.set_id(NewId());
  request.set_kind(kind);
  request.set_instance(instance_);
  request.set_cluster("clusters/demo");
  if (kind != "create") return request;
  v1::GuestSpec& guest = *request.mutable_guest();
  guest.set_hostname("web-1");
  guest.set_image("images/debian-12");
  guest.set_vcpus(1);
  guest.set_memory_mib(512);
  guest.set_disk_gib(10);
  guest.set_user("debian");
  guest.add_ssh_keys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4LDPs0pM5X8zzuWW5oY3nV me@home");
  guest.set_ipv4_address("10.0.0.5");
  guest.set_ipv4_prefix(24);
  guest.set_ipv4_gateway("10.0.0.1");
  guest.add_dns_servers("10.0.0.1");
  guest.set_bridge("vmbr0");
  return request;
}

absl::StatusOr<type::v1::Task> SchedulerContractTest::Enqueue(
    const v1::EnqueueTaskRequest& request) {
  return Call(world_->instance(), &v1::SchedulerService::Stub::EnqueueTask, request);
}

absl::StatusOr<type::v1::Task> SchedulerContractTest::Cancel(const std::string& id) {
  v1::CancelTaskRequest request;
  request.set_id(id);
  request.set_instance(instance_);
  return Call(world_->instance(), &v1::SchedulerService::Stub::CancelTask, request);
}

v1::TaskChanged SchedulerContractTest::AwaitEnd(const std::string& task) {
  v1::TaskChanged last;
  const bool over = Eventually(
      [&] {
        const auto changes = world_->Changes(task);
        if (changes.empty() || !IsOver(changes.back())) return false;
        last = changes.back();
        return true;
      },
      std::chrono::seconds(40));
  EXPECT_TRUE(over) << world_->process().log();
  return last;
}

v1::TaskChanged SchedulerContractTest::Run(const std::string& kind) {
  const auto request = TaskRequest(kind);
  EXPECT_THAT(Enqueue(request), IsOk());
  return AwaitEnd(request.id());
}

std::vector<nlohmann::json> SchedulerContractTest::OwnGuests() const {
  std::vector<nlohmann::json> own;
  const nlohmann::json state = world_->simulator().State();
  for (const auto& guest : state.at("guests")) {
    const std::string description = guest.at("config").value("description", "");
    if (description.find(instance_id_) != std::string::npos) own.push_back(guest);
  }
  return own;
}

}  // namespace nexus::scheduler
