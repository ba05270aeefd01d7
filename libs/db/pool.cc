#include "libs/db/pool.h"

#include <exception>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/db/unit_of_work.h"

namespace nexus::db {
namespace {

constexpr int kAttempts = 5;

// The unit of work that this thread is in.
thread_local Pool* unit_pool = nullptr;
thread_local Transaction* unit_transaction = nullptr;

absl::Status StatusOf(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  // Query canceled by a time-out, lock not available, the server is shutting
  // down or out of connections: nothing happened, and it may go better later.
  if (state == "57014" || state == "55P03" || state == "57P01" || state == "57P02" ||
      state == "57P03" || state == "53300" || state == "25P03") {
    return Unavailable(fmt::format("the database did not answer in time (SQLSTATE {})", state));
  }
  spdlog::error("a statement failed sqlstate={} what={}", state, error.what());
  return Internal("the database refused a statement");
}

std::string Milliseconds(absl::Duration span) {
  return std::to_string(absl::ToInt64Milliseconds(span));
}

}  // namespace

absl::Status StatusFromCurrentException(bool committing) {
  try {
    throw;
  } catch (const pqxx::in_doubt_error&) {
    return absl::UnknownError("the connection broke while committing");
  } catch (const pqxx::broken_connection&) {
    if (committing) return absl::UnknownError("the connection broke while committing");
    return Unavailable("the database does not answer");
  } catch (const pqxx::statement_completion_unknown&) {
    return absl::UnknownError("it is unknown whether the statement took effect");
  } catch (const pqxx::transaction_rollback&) {
    return Unavailable("the database was too busy with conflicting changes");
  } catch (const pqxx::sql_error& error) {
    return StatusOf(error);
  } catch (const std::exception& error) {
    spdlog::error("the store failed what={}", error.what());
    return Internal("the store failed");
  }
}

std::unique_ptr<pqxx::connection> OpenConnection(const PoolOptions& options) {
  const std::string settings = fmt::format(
      " options='-c statement_timeout={} -c lock_timeout={} "
      "-c idle_in_transaction_session_timeout={} -c TimeZone=UTC' connect_timeout=5 "
      "keepalives_idle=5 tcp_user_timeout=2000",
      Milliseconds(options.statement_timeout), Milliseconds(options.lock_timeout),
      Milliseconds(options.idle_in_transaction_timeout));
  return std::make_unique<pqxx::connection>(options.connection + settings);
}

// Two statements that fell on one name would be an error here, never a wrong answer.
std::string Transaction::Prepare(const char* sql) {
  std::string name = fmt::format("s{:016x}", std::hash<std::string_view>()(sql));
  work_.conn().prepare(name, sql);
  return name;
}

void Transaction::RunCommitActions() {
  for (const auto& action : on_commit_) action();
}

// A connection for the time of one transaction; kept only if it is whole.
class Pool::Lease {
 public:
  Lease(Pool& pool, std::unique_ptr<pqxx::connection> connection)
      : pool_(pool), connection_(std::move(connection)) {}
  ~Lease() { pool_.Return(std::move(connection_), broken_); }

  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  pqxx::connection& operator*() { return *connection_; }
  void MarkBroken() { broken_ = true; }

 private:
  Pool& pool_;
  std::unique_ptr<pqxx::connection> connection_;
  bool broken_ = false;
};

Pool::Pool(PoolOptions options) : options_(std::move(options)) {}

Pool::~Pool() = default;

int Pool::in_use() const {
  absl::MutexLock lock(&mutex_);
  return open_ - static_cast<int>(idle_.size());
}

absl::StatusOr<std::unique_ptr<pqxx::connection>> Pool::Acquire() {
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !idle_.empty() || open_ < options_.size;
    };
    if (!mutex_.AwaitWithTimeout(absl::Condition(&free), options_.acquire_timeout)) {
      return Unavailable("every connection to the database is in use");
    }
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  try {
    return OpenConnection(options_);
  } catch (...) {
    absl::MutexLock lock(&mutex_);
    --open_;
    return Unavailable("the database does not answer");
  }
}

void Pool::Return(std::unique_ptr<pqxx::connection> connection, bool broken) {
  absl::MutexLock lock(&mutex_);
  if (broken || !connection->is_open()) {
    --open_;
    return;
  }
  idle_.push_back(std::move(connection));
}

absl::Status Pool::RunOnce(absl::FunctionRef<absl::Status(Transaction&)> body) {
  auto connection = Acquire();
  if (!connection.ok()) return connection.status();
  Lease lease(*this, *std::move(connection));
  bool committing = false;
  try {
    pqxx::work work(*lease);
    Transaction transaction(work);
    NEXUS_RETURN_IF_ERROR(body(transaction));  // The destructor rolls back.
    committing = true;
    work.commit();
    transaction.RunCommitActions();
    return absl::OkStatus();
  } catch (const pqxx::transaction_rollback&) {
    throw;  // A serialization failure or a deadlock: InTransaction runs it again.
  } catch (const pqxx::sql_error& error) {
    // A connection that the server ended (57P…) is not to be used again.
    if (error.sqlstate().rfind("57P", 0) == 0 || error.sqlstate() == "25P03") lease.MarkBroken();
    return StatusFromCurrentException(committing);
  } catch (...) {
    lease.MarkBroken();
    return StatusFromCurrentException(committing);
  }
}

absl::Status Pool::InTransaction(absl::FunctionRef<absl::Status(Transaction&)> body) {
  if (unit_pool == this) return body(*unit_transaction);
  for (int attempt = 1;; ++attempt) {
    try {
      return RunOnce(body);
    } catch (const pqxx::transaction_rollback&) {
      if (attempt == kAttempts) return StatusFromCurrentException(/*committing=*/false);
    }
  }
}

absl::Status RunUnitOfWork(Pool& pool, absl::FunctionRef<absl::Status(Transaction&)> body) {
  NEXUS_CHECK(unit_pool == nullptr);
  return pool.InTransaction([&](Transaction& transaction) {
    unit_pool = &pool;
    unit_transaction = &transaction;
    struct Leave {
      ~Leave() {
        unit_pool = nullptr;
        unit_transaction = nullptr;
      }
    } leave;
    return body(transaction);
  });
}

absl::Status Pool::Ping() {
  return InTransaction([](Transaction& transaction) {
    transaction.Exec("SELECT 1");
    return absl::OkStatus();
  });
}

}  // namespace nexus::db
