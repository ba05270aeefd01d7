#include <iostream>

#include "libs/base/log.h"
#include "libs/base/sealer.h"
#include "libs/base/status.h"
#include "libs/rpc/runtime.h"
#include "services/auth/api/api_token_handler.h"
#include "services/auth/api/auth_handler.h"
#include "services/auth/api/user_handler.h"
#include "services/auth/config.h"
#include "services/auth/create_administrator.h"
#include "services/auth/domain/argon2_hasher.h"
#include "services/auth/migrations.h"
#include "services/auth/store/postgres_auth_store.h"

int main(int argc, char** argv) {
  using namespace nexus;

  const auth::Config config = auth::LoadConfigOrExit();
  if (rpc::WantsMigration(argc, argv)) {
    return rpc::MigrateAndExit(config.service, auth::Migrations());
  }
  if (const auto wish = auth::AdministratorWishOf(argc, argv)) {
    return auth::CreateAdministratorAndExit(config, *wish);
  }
  const auto sealer = Sealer::FromFile(config.key_file);
  if (!sealer.ok()) {
    std::cerr << "NEXUS_AUTH_KEY_FILE: " << MessageOf(sealer.status()) << '\n';
    return 2;
  }

  rpc::Runtime runtime(config.service, auth::Migrations());
  auth::PostgresAuthStore store(runtime.pool(), runtime.event_log());
  auth::SigningKeys signing_keys(store, *sealer, runtime.ids(), runtime.clock(),
                                 config.key_rotation);
  if (const auto key = signing_keys.Current(); !key.ok()) {
    spdlog::warn("not starting: {}", MessageOf(key.status()));
    return 3;
  }
  auth::Argon2Hasher hasher(config.argon2);
  auth::Sessions sessions(store, runtime.ids(), config.session);
  auth::PasswordLogIn log_in(store, hasher, sessions, runtime.ids(), config.lock_out);
  auth::Accounts accounts(store, hasher, sessions, runtime.ids(), config.sign_up_open);
  auth::ApiTokens tokens(store, runtime.ids());
  auth::Assertions assertions(store, signing_keys, config.session);
  runtime.UseLocalAuth([&] { return auth::ListPublicKeys(signing_keys); },
                       [&](const std::string& token, const std::string& project) {
                         return assertions.ExchangeToken(token, project);
                       });

  // One body more than can hash, to talk to the database meanwhile; those behind wait here.
  rpc::WorkerPool slow_workers(config.argon2.threads + 1, config.argon2.queue);
  const auto slow_serve = runtime.ServeOn(slow_workers);
  auth::AuthHandler auth_handler({.serve = runtime.serve(),
                                  .slow_serve = *slow_serve,
                                  .accounts = accounts,
                                  .log_in = log_in,
                                  .sessions = sessions,
                                  .assertions = assertions,
                                  .signing_keys = signing_keys});
  auth::ApiTokenHandler token_handler(runtime.serve(), tokens);
  auth::UserHandler user_handler(runtime.serve(), accounts);
  return runtime.Run({&auth_handler, &token_handler, &user_handler});
}
