#pragma once

#include <string>
#include <sys/types.h>

namespace nexus::testing {

// A throw-away PostgreSQL 15 server in a temporary directory, on a unix socket
// only, with fsync off. Under root it runs as the user `postgres`.
class PostgresServer {
 public:
  PostgresServer();

  // Stops it and removes its directory.
  ~PostgresServer();

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The socket's directory: libpq's `host`.
  const std::string& host() const { return directory_; }

 private:
  pid_t Spawn(const std::string& program, const std::string& arguments) const;

  std::string directory_;
  pid_t pid_ = 0;
};

}  // namespace nexus::testing
