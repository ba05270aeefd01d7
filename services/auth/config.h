#pragma once

#include <string>

#include "libs/rpc/service_config.h"
#include "services/auth/domain/argon2_hasher.h"
#include "services/auth/domain/lock_out.h"
#include "services/auth/domain/sessions.h"

namespace nexus::auth {

// What auth can be told, by NEXUS_AUTH_*.
struct Config {
  rpc::ServiceConfig service;

  // NEXUS_AUTH_KEY_FILE: the key that signing keys are sealed under at rest; 32
  // bytes in hex, mode 600.
  std::string key_file;

  // NEXUS_AUTH_SIGN_UP_OPEN: whether strangers may make themselves users.
  bool sign_up_open = true;

  // NEXUS_AUTH_ARGON2_MEMORY_KIB, _PASSES, _LANES, _THREADS (half the cores), _QUEUE.
  Argon2Policy argon2;

  // NEXUS_AUTH_SESSION_LIFETIME, _SESSION_IDLE.
  SessionPolicy session;

  // NEXUS_AUTH_LOCK_OUT_ACCOUNT, _LOCK_OUT_ADDRESS (failures), _LOCK_OUT_WINDOW.
  LockOutPolicy lock_out;

  // NEXUS_AUTH_KEY_ROTATION: how old a signing key becomes.
  absl::Duration key_rotation = absl::Hours(24 * 30);
};

// Ends the process, with every complaint, when something is wrong.
Config LoadConfigOrExit();

}  // namespace nexus::auth
