#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "libs/db/pool.h"

namespace nexus::queue_driver {

// The database that DATABASE_URL names, whose user may make roles and schemas.
// The queue has a schema there, and the two roles that a service has: the
// owner's for migrations, and the running one.
class BenchDatabase {
 public:
  // INVALID_ARGUMENT when `url` is not one of libpq's.
  static absl::StatusOr<BenchDatabase> At(const std::string& url);

  // Drops what is there and makes it anew.
  absl::Status SetUp() const;

  // How many jobs have not ended.
  absl::StatusOr<std::int64_t> Pending() const;

  // Makes every owner's lease look expired.
  absl::Status ExpireLeases() const;

  // With the running role.
  db::PoolOptions options(int size) const;

 private:
  explicit BenchDatabase(std::string connection) : connection_(std::move(connection)) {}

  // libpq's keywords and values, with the user of DATABASE_URL.
  std::string connection_;
};

}  // namespace nexus::queue_driver
