#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <pqxx/pqxx>

namespace nexus::db {

// One open transaction. Used by the thread that opened it, while it is open.
// Its calls throw what libpqxx throws; Pool::InTransaction turns that into a status.
class Transaction {
 public:
  explicit Transaction(pqxx::transaction_base& work) : work_(work) {}

  // Runs one statement with parameters: std::string, integers, bool, double,
  // std::optional of these (NULL), `const char*`. No std::string_view: libpqxx
  // 6.4 does not take it. The text is parsed once per connection, so it must be
  // one of a few: values go into the parameters.
  template <typename... Arguments>
  pqxx::result Exec(const char* sql, const Arguments&... arguments) {
    return work_.exec_prepared(Prepare(sql), arguments...);
  }

  pqxx::transaction_base& work() { return work_; }

  // Runs after a successful commit, on the same thread, once each. Must not
  // block or throw: it wakes others.
  void OnCommit(std::function<void()> action) { on_commit_.push_back(std::move(action)); }
  void RunCommitActions();

 private:
  // The name under which this connection knows the statement.
  std::string Prepare(const char* sql);

  pqxx::transaction_base& work_;
  std::vector<std::function<void()>> on_commit_;
};

}  // namespace nexus::db
