#include "services/scheduler/store/postgres_scheduler_store.h"

#include <utility>

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "libs/rpc/runtime.h"
#include "services/scheduler/domain/errors.h"
#include "services/scheduler/store/guest_rows.h"

namespace nexus::scheduler {
namespace {

constexpr char kInsertCluster[] = R"sql(
  INSERT INTO clusters (id, endpoints, fingerprints, token_id, sealed_token, first_vmid,
                        last_vmid, next_vmid, storage)
  VALUES ($1, $2::text[], $3::text[], $4, $5, $6, $7, $6, $8)
  ON CONFLICT (id) DO NOTHING
  RETURNING (extract(epoch from create_time) * 1000000)::bigint)sql";

constexpr char kSelectClusters[] = R"sql(
  SELECT id, endpoints, fingerprints, token_id, first_vmid, last_vmid, storage,
         (extract(epoch from create_time) * 1000000)::bigint, sealed_token
  FROM clusters WHERE id > $1 ORDER BY id LIMIT $2)sql";

constexpr char kClusterIds[] = "SELECT id FROM clusters ORDER BY id";
constexpr char kHasCluster[] = "SELECT 1 FROM clusters WHERE id = $1";

constexpr int kAllClusters = 10'000;

Cluster ParseCluster(const pqxx::row& row) {
  Cluster cluster;
  cluster.id = row[0].as<std::string>();
  cluster.endpoints = db::TextArrayFrom(row[1]);
  cluster.fingerprints = db::TextArrayFrom(row[2]);
  cluster.token_id = row[3].as<std::string>();
  cluster.first_vmid = row[4].as<int>();
  cluster.last_vmid = row[5].as<int>();
  cluster.storage = row[6].as<std::string>();
  cluster.create_time = db::TimeFrom(row[7]);
  return cluster;
}

std::string SealContext(const std::string& cluster) { return "clusters/" + cluster + "/token"; }

}  // namespace

db::Migrations AllMigrations() {
  db::Migrations all = rpc::SharedMigrations();
  for (const auto& migrations : {queue::QueueMigrations(), OwnMigrations()}) {
    all.insert(all.end(), migrations.begin(), migrations.end());
  }
  return all;
}

PostgresSchedulerStore::PostgresSchedulerStore(db::Pool& pool, const queue::TaskQueue& queue,
                                               const Sealer& sealer)
    : pool_(pool), queue_(queue), sealer_(sealer) {}

absl::StatusOr<queue::Enqueued> PostgresSchedulerStore::Enqueue(const queue::NewTask& task) {
  return enqueuing_.Enqueue(task);
}

absl::StatusOr<queue::Task> PostgresSchedulerStore::Cancel(
    const queue::Cancellation& cancellation) {
  queue::Task task;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    task = queue_.Cancel(tx, cancellation);
    return absl::OkStatus();
  }));
  return task;
}

absl::StatusOr<std::optional<queue::Task>> PostgresSchedulerStore::FindTask(const std::string& id) {
  std::optional<queue::Task> task;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    task = queue_.Get(tx, id);
    return absl::OkStatus();
  }));
  return task;
}

absl::StatusOr<std::vector<queue::Task>> PostgresSchedulerStore::ListTasks(
    const queue::TaskList& list) {
  std::vector<queue::Task> tasks;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    tasks = queue_.List(tx, list);
    return absl::OkStatus();
  }));
  return tasks;
}

absl::StatusOr<Cluster> PostgresSchedulerStore::AddCluster(const Cluster& cluster) {
  Cluster added = cluster;
  added.token_secret.clear();
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const std::string sealed = sealer_.Seal(cluster.token_secret, SealContext(cluster.id));
    const pqxx::result rows =
        tx.Exec(kInsertCluster, cluster.id, db::TextArray(cluster.endpoints),
                db::TextArray(cluster.fingerprints), cluster.token_id, db::Bytes(sealed),
                cluster.first_vmid, cluster.last_vmid, cluster.storage);
    if (rows.empty()) return ClusterExists(ClusterName(cluster.id));
    added.create_time = db::TimeFrom(rows[0][0]);
    queue_.AddShard(tx, cluster.id);
    return absl::OkStatus();
  }));
  return added;
}

absl::StatusOr<bool> PostgresSchedulerStore::HasCluster(const std::string& id) {
  bool known = false;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    known = !tx.Exec(kHasCluster, id).empty();
    return absl::OkStatus();
  }));
  return known;
}

absl::StatusOr<std::vector<std::string>> PostgresSchedulerStore::ClusterIds() {
  std::vector<std::string> ids;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    ids.clear();
    for (const auto& row : tx.Exec(kClusterIds)) ids.push_back(row[0].as<std::string>());
    return absl::OkStatus();
  }));
  return ids;
}

absl::StatusOr<std::vector<Cluster>> PostgresSchedulerStore::ListClusters(
    const std::string& after_id, int limit) {
  std::vector<Cluster> clusters;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    clusters.clear();
    for (const auto& row : tx.Exec(kSelectClusters, after_id, limit)) {
      clusters.push_back(ParseCluster(row));
    }
    return absl::OkStatus();
  }));
  return clusters;
}

absl::StatusOr<std::vector<Cluster>> PostgresSchedulerStore::OpenClusters() {
  std::vector<Cluster> clusters;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    clusters.clear();
    for (const auto& row : tx.Exec(kSelectClusters, "", kAllClusters)) {
      Cluster cluster = ParseCluster(row);
      auto secret = sealer_.Open(db::BytesFrom(row[8]), SealContext(cluster.id));
      if (!secret.ok()) return secret.status();
      cluster.token_secret = *std::move(secret);
      clusters.push_back(std::move(cluster));
    }
    return absl::OkStatus();
  }));
  return clusters;
}

absl::StatusOr<std::map<std::string, std::int64_t>> PostgresSchedulerStore::MemoryGiven(
    const std::string& cluster) {
  std::map<std::string, std::int64_t> given;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    given = ReadMemoryGiven(tx, cluster);
    return absl::OkStatus();
  }));
  return given;
}

}  // namespace nexus::scheduler
