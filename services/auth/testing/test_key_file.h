#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "libs/base/encoding.h"
#include "libs/base/ids.h"
#include "libs/base/sealer.h"
#include "libs/base/status.h"

namespace nexus::auth {

// A key file of its own, as an operator keeps one; gone with the object.
class TestKeyFile {
 public:
  TestKeyFile() {
    const int file = mkstemp(path_.data());
    NEXUS_CHECK(file >= 0);
    const std::string key = HexEncode(RandomBytes(32));
    NEXUS_CHECK(write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()));
    close(file);
  }
  ~TestKeyFile() { std::remove(path_.c_str()); }

  TestKeyFile(const TestKeyFile&) = delete;
  TestKeyFile& operator=(const TestKeyFile&) = delete;

  const std::string& path() const { return path_; }
  Sealer sealer() const { return *Sealer::FromFile(path_); }

 private:
  std::string path_ = "/tmp/nexus-auth-key-XXXXXX";
};

}  // namespace nexus::auth
