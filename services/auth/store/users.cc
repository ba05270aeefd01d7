#include "libs/db/convert.h"
#include "services/auth/store/postgres_auth_transaction.h"

namespace nexus::auth {
namespace {

constexpr char kAddProject[] = R"sql(
  INSERT INTO projects (id, display_name, create_time)
  VALUES ($1, $2, to_timestamp($3::bigint / 1000000.0)))sql";

constexpr char kAddUser[] = R"sql(
  INSERT INTO users (id, email, role, password_hash, personal_project, create_time, version,
                     revision)
  VALUES ($1, $2, $3, $4, $5, to_timestamp($6::bigint / 1000000.0), $7, $8)
  ON CONFLICT (lower(email COLLATE "C")) DO NOTHING)sql";

constexpr char kAddOwner[] = R"sql(
  INSERT INTO memberships (project_id, user_id, role) VALUES ($1, $2, 'owner'))sql";

constexpr char kFindByEmail[] = R"sql(
  SELECT id, email, role, personal_project, (extract(epoch FROM create_time) * 1000000)::bigint,
         version, revision, password_hash
  FROM users WHERE lower(email COLLATE "C") = lower($1::text COLLATE "C"))sql";

constexpr char kLockByEmail[] = R"sql(
  SELECT id, email, role, personal_project, (extract(epoch FROM create_time) * 1000000)::bigint,
         version, revision
  FROM users WHERE lower(email COLLATE "C") = lower($1::text COLLATE "C") FOR UPDATE)sql";

constexpr char kFind[] = R"sql(
  SELECT id, email, role, personal_project, (extract(epoch FROM create_time) * 1000000)::bigint,
         version, revision
  FROM users WHERE id = $1::uuid)sql";

constexpr char kSave[] = R"sql(
  UPDATE users SET role = $2, version = $3, revision = $4 WHERE id = $1::uuid)sql";

constexpr char kReplacePasswordHash[] = R"sql(
  UPDATE users SET password_hash = $3 WHERE id = $1::uuid AND password_hash = $2)sql";

constexpr char kList[] = R"sql(
  SELECT id, email, role, personal_project, (extract(epoch FROM create_time) * 1000000)::bigint,
         version, revision
  FROM users
  WHERE ($1::uuid IS NULL OR id < $1::uuid)
    AND position(lower($2::text COLLATE "C") IN lower(email COLLATE "C")) > 0
  ORDER BY id DESC LIMIT $3)sql";

constexpr char kListMemberships[] = R"sql(
  SELECT m.project_id, p.display_name
  FROM memberships m JOIN projects p ON p.id = m.project_id
  WHERE m.user_id = $1::uuid ORDER BY m.project_id)sql";

User UserFrom(const pqxx::row& row) {
  return {.id = row[0].as<std::string>(),
          .email = row[1].as<std::string>(),
          .role = RoleFrom(row[2].as<std::string>()),
          .personal_project = row[3].as<std::string>(),
          .create_time = db::TimeFrom(row[4]),
          .version = row[5].as<std::int64_t>(),
          .revision = row[6].as<std::int64_t>()};
}

std::optional<User> OnlyUser(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return UserFrom(rows[0]);
}

}  // namespace

bool PostgresAuthTransaction::AddUser(const Account& account,
                                      const std::string& project_display_name) {
  const User& user = account.user;
  const std::int64_t create_time = db::ToMicros(user.create_time);
  tx_.Exec(kAddProject, user.personal_project, project_display_name, create_time);
  const auto added =
      tx_.Exec(kAddUser, user.id, user.email, RoleText(user.role), account.password_hash,
               user.personal_project, create_time, user.version, user.revision);
  if (added.affected_rows() == 0) return false;
  tx_.Exec(kAddOwner, user.personal_project, user.id);
  return true;
}

std::optional<Account> PostgresAuthTransaction::FindAccount(const std::string& email) {
  const pqxx::result rows = tx_.Exec(kFindByEmail, email);
  if (rows.empty()) return std::nullopt;
  return Account{UserFrom(rows[0]), rows[0][7].as<std::string>()};
}

std::optional<User> PostgresAuthTransaction::FindUser(const std::string& id) {
  return OnlyUser(tx_.Exec(kFind, Uuid(id)));
}

std::optional<User> PostgresAuthTransaction::LockUserByEmail(const std::string& email) {
  return OnlyUser(tx_.Exec(kLockByEmail, email));
}

void PostgresAuthTransaction::SaveUser(const User& user) {
  tx_.Exec(kSave, Uuid(user.id), RoleText(user.role), user.version, user.revision);
}

void PostgresAuthTransaction::ReplacePasswordHash(const std::string& user,
                                                  const std::string& former,
                                                  const std::string& hash) {
  tx_.Exec(kReplacePasswordHash, Uuid(user), former, hash);
}

std::vector<User> PostgresAuthTransaction::ListUsers(const UserQuery& query) {
  std::vector<User> users;
  for (const auto& row :
       tx_.Exec(kList, Uuid(query.before_id), query.email_contains, query.limit)) {
    users.push_back(UserFrom(row));
  }
  return users;
}

std::vector<Membership> PostgresAuthTransaction::ListMemberships(const std::string& user) {
  std::vector<Membership> memberships;
  for (const auto& row : tx_.Exec(kListMemberships, Uuid(user))) {
    memberships.push_back(
        {row[0].as<std::string>(), row[1].as<std::string>(), ProjectRole::kOwner});
  }
  return memberships;
}

}  // namespace nexus::auth
