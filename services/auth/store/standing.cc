#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

// The credential, its user, the project asked about and the membership there:
// one statement, so one moment.
constexpr char kOfSession[] = R"sql(
  SELECT s.id, s.revision, NULL, s.last_use_time < clock_timestamp() - interval '1 minute',
         u.id, u.email, u.role, u.personal_project,
         (extract(epoch FROM u.create_time) * 1000000)::bigint, u.version, u.revision,
         p.id IS NOT NULL, m.role, coalesce(m.revision, 0),
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  LEFT JOIN projects p ON p.id = $2::uuid
  LEFT JOIN memberships m ON m.project_id = p.id AND m.user_id = u.id
  WHERE s.secret_hash = $1 AND least(s.expire_time, s.idle_expire_time) > clock_timestamp())sql";

constexpr char kOfToken[] = R"sql(
  SELECT t.id, t.revision, t.project_id,
         t.last_use_time IS NULL OR t.last_use_time < clock_timestamp() - interval '1 minute',
         u.id, u.email, u.role, u.personal_project,
         (extract(epoch FROM u.create_time) * 1000000)::bigint, u.version, u.revision,
         p.id IS NOT NULL, m.role, coalesce(m.revision, 0),
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  FROM api_tokens t
  JOIN users u ON u.id = t.user_id
  LEFT JOIN projects p ON p.id = $2::uuid
  LEFT JOIN memberships m ON m.project_id = p.id AND m.user_id = u.id
  WHERE t.secret_hash = $1 AND t.revoke_time IS NULL
    AND (t.expire_time IS NULL OR t.expire_time > clock_timestamp()))sql";

using CredentialNamer = std::string (*)(std::string_view id);

std::optional<Standing> OnlyStanding(const pqxx::result& rows, CredentialNamer name) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  Standing standing{.credential = name(row[0].as<std::string>()),
                    .credential_revision = row[1].as<std::int64_t>(),
                    .bound_to = db::Optional<std::string>(row[2]),
                    .user = {.id = row[4].as<std::string>(),
                             .email = row[5].as<std::string>(),
                             .role = RoleFrom(row[6].as<std::string>()),
                             .personal_project = row[7].as<std::string>(),
                             .create_time = db::TimeFrom(row[8]),
                             .version = row[9].as<std::int64_t>(),
                             .revision = row[10].as<std::int64_t>()},
                    .project_exists = row[11].as<bool>(),
                    .membership_revision = row[13].as<std::int64_t>(),
                    .now = db::TimeFrom(row[14]),
                    .use_is_stale = row[3].as<bool>()};
  if (!row[12].is_null()) standing.project_role = ProjectRole::kOwner;
  return standing;
}

}  // namespace

std::optional<Standing> PostgresAuthTransaction::ReadSessionStanding(const std::string& secret_hash,
                                                                     const std::string& project) {
  return OnlyStanding(tx_.Exec(kOfSession, db::Bytes(secret_hash), Uuid(project)), &SessionName);
}

std::optional<Standing> PostgresAuthTransaction::ReadTokenStanding(const std::string& secret_hash,
                                                                   const std::string& project) {
  return OnlyStanding(tx_.Exec(kOfToken, db::Bytes(secret_hash), Uuid(project)),
                      &TokenCredentialName);
}

}  // namespace nexus::auth
