#include "services/instance/store/postgres_catalog_store.h"

#include "libs/base/status.h"
#include "libs/db/convert.h"
#include "services/instance/domain/errors.h"
#include "services/instance/store/instance_rows.h"

namespace nexus::instance {
namespace {

constexpr char kAddPlan[] = R"sql(
  INSERT INTO plans (id, display_name, vcpus, memory_mib, disk_gib) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO NOTHING
  RETURNING (extract(epoch FROM create_time) * 1000000)::bigint)sql";

constexpr char kAddImage[] = R"sql(
  INSERT INTO images (id, display_name, default_user) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO NOTHING
  RETURNING (extract(epoch FROM create_time) * 1000000)::bigint)sql";

constexpr char kGetPlan[] = R"sql(
  SELECT id, display_name, vcpus, memory_mib, disk_gib,
         (extract(epoch FROM create_time) * 1000000)::bigint
  FROM plans WHERE id = $1)sql";

constexpr char kGetImage[] = R"sql(
  SELECT id, display_name, default_user, (extract(epoch FROM create_time) * 1000000)::bigint
  FROM images WHERE id = $1)sql";

constexpr char kListPlans[] = R"sql(
  SELECT id, display_name, vcpus, memory_mib, disk_gib,
         (extract(epoch FROM create_time) * 1000000)::bigint
  FROM plans
  WHERE $1 = '' OR (vcpus, memory_mib, disk_gib, id) >
                   (SELECT vcpus, memory_mib, disk_gib, id FROM plans WHERE id = $1)
  ORDER BY vcpus, memory_mib, disk_gib, id LIMIT $2)sql";

constexpr char kListImages[] = R"sql(
  SELECT id, display_name, default_user, (extract(epoch FROM create_time) * 1000000)::bigint
  FROM images WHERE id > $1 ORDER BY id LIMIT $2)sql";

Plan PlanFrom(const pqxx::row& row) {
  return {.name = "plans/" + row[0].as<std::string>(),
          .display_name = row[1].as<std::string>(),
          .size = {row[2].as<int>(), row[3].as<std::int64_t>(), row[4].as<std::int64_t>()},
          .create_time = db::TimeFrom(row[5])};
}

Image ImageFrom(const pqxx::row& row) {
  return {.name = "images/" + row[0].as<std::string>(),
          .display_name = row[1].as<std::string>(),
          .default_user = row[2].as<std::string>(),
          .create_time = db::TimeFrom(row[3])};
}

// The id in a name of this collection; empty, which no row has, for any other text.
std::string IdIn(const std::string& collection, const std::string& name) {
  return name.rfind(collection, 0) == 0 ? name.substr(collection.size()) : std::string();
}

}  // namespace

absl::Status PostgresCatalogStore::AddPlan(Plan& plan) {
  return pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const auto rows = tx.Exec(kAddPlan, LastSegment(plan.name), plan.display_name, plan.size.vcpus,
                              plan.size.memory_mib, plan.size.disk_gib);
    if (rows.empty()) return PlanExists(plan.name);
    plan.create_time = db::TimeFrom(rows[0][0]);
    return absl::OkStatus();
  });
}

absl::Status PostgresCatalogStore::AddImage(Image& image) {
  return pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const auto rows =
        tx.Exec(kAddImage, LastSegment(image.name), image.display_name, image.default_user);
    if (rows.empty()) return ImageExists(image.name);
    image.create_time = db::TimeFrom(rows[0][0]);
    return absl::OkStatus();
  });
}

absl::StatusOr<Plan> PostgresCatalogStore::GetPlan(const std::string& name) {
  Plan plan;
  const absl::Status read = pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const auto rows = tx.Exec(kGetPlan, IdIn("plans/", name));
    if (rows.empty()) return PlanNotFound(name);
    plan = PlanFrom(rows[0]);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return plan;
}

absl::StatusOr<Image> PostgresCatalogStore::GetImage(const std::string& name) {
  Image image;
  const absl::Status read = pool_.InTransaction([&](db::Transaction& tx) -> absl::Status {
    const auto rows = tx.Exec(kGetImage, IdIn("images/", name));
    if (rows.empty()) return ImageNotFound(name);
    image = ImageFrom(rows[0]);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return image;
}

absl::StatusOr<std::vector<Plan>> PostgresCatalogStore::ListPlans(const std::string& after,
                                                                  int limit) {
  std::vector<Plan> plans;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    plans.clear();
    for (const auto& row : tx.Exec(kListPlans, LastSegment(after), limit)) {
      plans.push_back(PlanFrom(row));
    }
    return absl::OkStatus();
  }));
  return plans;
}

absl::StatusOr<std::vector<Image>> PostgresCatalogStore::ListImages(const std::string& after,
                                                                    int limit) {
  std::vector<Image> images;
  NEXUS_RETURN_IF_ERROR(pool_.InTransaction([&](db::Transaction& tx) {
    images.clear();
    for (const auto& row : tx.Exec(kListImages, LastSegment(after), limit)) {
      images.push_back(ImageFrom(row));
    }
    return absl::OkStatus();
  }));
  return images;
}

}  // namespace nexus::instance
