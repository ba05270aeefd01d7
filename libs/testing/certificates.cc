#include "libs/testing/certificates.h"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "libs/base/status.h"

namespace nexus::testing {
namespace {

constexpr char kMakeAll[] = R"sh(
set -e
cd "$1"
key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
openssl req -x509 $key -days 2 -keyout ca.key -out ca.crt -subj /CN=test-ca \
  -addext basicConstraints=critical,CA:TRUE
issue() {
  openssl req $key -keyout "$1.key" -subj "/CN=$1" -out "$1.csr"
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$2" >ext
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" -extfile ext
}
for name in auth instance billing audit scheduler gateway; do
  issue "$name" "DNS:$name.nexus,URI:spiffe://nexus/$name"
done
issue public DNS:localhost,IP:127.0.0.1
)sh";

class Directory {
 public:
  Directory() {
    char made[] = "/tmp/nexus-tls-XXXXXX";
    NEXUS_CHECK(mkdtemp(made) != nullptr);
    path_ = made;
    setenv("NEXUS_MAKE_CERTIFICATES", kMakeAll, 1);
    const int result = std::system(
        fmt::format("/bin/sh -c \"$NEXUS_MAKE_CERTIFICATES\" sh {0} >{0}/log 2>&1", path_).c_str());
    NEXUS_CHECK(result == 0);
  }
  ~Directory() {
    std::error_code ignored;  // A leftover in /tmp is no failure of a test.
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

const std::string& TestCertificates() {
  static const Directory directory;
  return directory.path();
}

}  // namespace nexus::testing
