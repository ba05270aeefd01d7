#include "tests/contract/auth/auth_suite.h"

#include <atomic>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "libs/testing/status_matchers.h"

namespace nexus::auth {

using ::nexus::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

AuthStubs::AuthStubs(const testing::ServiceProcess& process, const std::string& as) {
  const auto channel = as.empty() ? testing::PublicChannel(process.public_port())
                                  : testing::ChannelAs(as, "auth", process.internal_port());
  auth = v1::AuthService::NewStub(channel);
  tokens = v1::ApiTokenService::NewStub(channel);
  users = v1::UserService::NewStub(channel);
}

AuthSuite::AuthSuite() : process_(AnotherProcess({})) {
  process_->Start();
  gateway_ = std::make_unique<AuthStubs>(*process_, "gateway");
  integrator_ = std::make_unique<AuthStubs>(*process_, "");
}

int AuthSuite::Stop() {
  gateway_.reset();
  integrator_.reset();
  return process_->Stop();
}

std::unique_ptr<testing::ServiceProcess> AuthSuite::AnotherProcess(
    std::map<std::string, std::string> settings) {
  settings.insert({{"NEXUS_AUTH_DATABASE", records_.database().connection()},
                   {"NEXUS_AUTH_OWNER_DATABASE", records_.database().owner_connection()},
                   {"NEXUS_AUTH_KEY_FILE", key_file_.path()},
                   {"NEXUS_AUTH_ARGON2_MEMORY_KIB", "64"},
                   {"NEXUS_AUTH_ARGON2_PASSES", "1"}});
  return std::make_unique<testing::ServiceProcess>("auth", NEXUS_AUTH_BINARY, std::move(settings));
}

std::unique_ptr<AuthSuite> AuthContractTest::suite_;

void AuthContractTest::TearDownTestSuite() {
  EXPECT_EQ(suite_->Stop(), 0);
  EXPECT_THAT(suite_->process().error_lines(), IsEmpty());
  EXPECT_THAT(suite_->process().log(), Not(HasSubstr(kPassword)));
  EXPECT_EQ(suite_->records().TryAsOwner(
                fmt::format("DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM events WHERE "
                            "position('{}'::bytea IN payload) > 0); END $$",
                            kPassword)),
            "");
  suite_.reset();
}

AuthContractTest::Credentials AuthContractTest::As(const Browser& browser,
                                                   const std::string& project) {
  const auto exchanged = Exchange(browser.session, project);
  EXPECT_THAT(exchanged, IsOk());
  if (!exchanged.ok()) return {};
  return {{rpc::kAssertionKey, exchanged->SerializeAsString()}};
}

absl::StatusOr<v1::SignUpResponse> AuthContractTest::SignUp(const std::string& email,
                                                            const std::string& password) {
  v1::SignUpRequest request;
  request.set_email(email);
  request.set_password(password);
  return Call(*suite_->gateway().auth, &v1::AuthService::Stub::SignUp, request);
}

absl::StatusOr<v1::LogInResponse> AuthContractTest::LogIn(const std::string& email,
                                                          const std::string& password,
                                                          const std::string& address) {
  v1::LogInRequest request;
  request.set_email(email);
  request.set_password(password);
  return Call(*suite_->gateway().auth, &v1::AuthService::Stub::LogIn, request,
              {{rpc::kClientAddressKey, address}});
}

absl::StatusOr<v1::SignedAssertion> AuthContractTest::Exchange(const std::string& session,
                                                               const std::string& project) {
  v1::ExchangeSessionRequest request;
  request.set_session(session);
  request.set_project(project);
  return Call(*suite_->gateway().auth, &v1::AuthService::Stub::ExchangeSession, request);
}

v1::Assertion AuthContractTest::Read(const absl::StatusOr<v1::SignedAssertion>& answer) {
  v1::Assertion assertion;
  EXPECT_THAT(answer, IsOk());
  EXPECT_TRUE(!answer.ok() || assertion.ParseFromString(answer->assertion()));
  return assertion;
}

Browser AuthContractTest::NewUser() {
  const auto answer = SignUp(NewEmail());
  EXPECT_THAT(answer, IsOk());
  return answer.ok() ? Browser{answer->user(), answer->session()} : Browser{};
}

Browser AuthContractTest::NewAdministrator() {
  const std::string email = NewEmail();
  CreateAdministrator(email);
  const auto answer = LogIn(email);
  EXPECT_THAT(answer, IsOk());
  return answer.ok() ? Browser{answer->user(), answer->session()} : Browser{};
}

std::string AuthContractTest::CreateAdministrator(const std::string& email) {
  const TestKeyFile password_file;
  std::ofstream(password_file.path(), std::ios::trunc) << kPassword << '\n';
  const auto command = suite_->AnotherProcess({});
  command->Spawn({"--create-administrator", email, "--password-file", password_file.path()});
  EXPECT_EQ(command->Wait(), 0) << command->log();
  return command->log();
}

absl::StatusOr<v1::CreateApiTokenResponse> AuthContractTest::CreateToken(
    const Browser& browser, const std::string& request_id) {
  v1::CreateApiTokenRequest request;
  request.set_parent(browser.user.personal_project());
  request.mutable_api_token()->set_display_name("continuous integration");
  request.set_request_id(request_id);
  return Call(*suite_->gateway().tokens, &v1::ApiTokenService::Stub::CreateApiToken, request,
              As(browser, request.parent()));
}

std::string AuthContractTest::NewEmail() {
  static std::atomic<int> count = 0;
  return fmt::format("user{}@example.com", ++count);
}

}  // namespace nexus::auth
