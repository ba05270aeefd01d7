#include "services/auth/config.h"

#include <algorithm>
#include <thread>

#include "libs/base/environment.h"

namespace nexus::auth {
namespace {

Argon2Policy ReadArgon2Policy(Environment& environment) {
  const auto number = [&](const char* name, std::int64_t fallback, std::int64_t least,
                          std::int64_t most) {
    return environment.Integer(name, fallback, least, most);
  };
  Argon2Policy policy;
  const int half_the_cores = std::max(1U, std::thread::hardware_concurrency() / 2);
  policy.memory_kib = number("ARGON2_MEMORY_KIB", policy.memory_kib, 64, 1024 * 1024);
  policy.passes = number("ARGON2_PASSES", policy.passes, 1, 100);
  policy.lanes = number("ARGON2_LANES", policy.lanes, 1, 8);
  policy.threads = number("ARGON2_THREADS", half_the_cores, 1, 64);
  policy.queue = number("ARGON2_QUEUE", policy.queue, 1, 10'000);
  return policy;
}

LockOutPolicy ReadLockOutPolicy(Environment& environment) {
  LockOutPolicy policy;
  policy.account_failures =
      environment.Integer("LOCK_OUT_ACCOUNT", policy.account_failures, 1, 1'000'000);
  policy.address_failures =
      environment.Integer("LOCK_OUT_ADDRESS", policy.address_failures, 1, 1'000'000);
  policy.window = environment.Span("LOCK_OUT_WINDOW", policy.window);
  return policy;
}

}  // namespace

Config LoadConfigOrExit() {
  Environment environment("NEXUS_AUTH_");
  Config config;
  config.service = rpc::ReadServiceConfig("auth", environment);
  config.key_file = environment.Text("KEY_FILE", "");
  config.sign_up_open = environment.Flag("SIGN_UP_OPEN", config.sign_up_open);
  config.argon2 = ReadArgon2Policy(environment);
  config.session.lifetime = environment.Span("SESSION_LIFETIME", config.session.lifetime);
  config.session.idle = environment.Span("SESSION_IDLE", config.session.idle);
  config.lock_out = ReadLockOutPolicy(environment);
  config.key_rotation = environment.Span("KEY_ROTATION", config.key_rotation);
  if (config.session.lifetime < absl::Minutes(1) || config.session.idle < absl::Minutes(1)) {
    environment.Complain(
        "NEXUS_AUTH_SESSION_LIFETIME and NEXUS_AUTH_SESSION_IDLE must be at least 1m");
  }
  if (config.key_rotation < absl::Hours(1)) {
    environment.Complain("NEXUS_AUTH_KEY_ROTATION must be at least 1h");
  }
  environment.ExitIfWrong();
  return config;
}

}  // namespace nexus::auth
