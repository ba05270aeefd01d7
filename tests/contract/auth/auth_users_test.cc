#include <set>

#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/status_matchers.h"
#include "tests/contract/auth/auth_suite.h"

namespace nexus::auth {
namespace {

using ::nexus::testing::Eventually;
using ::nexus::testing::Fails;
using ::nexus::testing::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class AuthUsersTest : public AuthContractTest {
 protected:
  static absl::StatusOr<v1::ListUsersResponse> List(const Credentials& credentials, int size = 0,
                                                    const std::string& page = {},
                                                    const std::string& email = {}) {
    v1::ListUsersRequest request;
    request.set_page_size(size);
    request.set_page_token(page);
    request.set_email_contains(email);
    return Call(*suite_->gateway().users, &v1::UserService::Stub::ListUsers, request, credentials);
  }
};

TEST_F(AuthUsersTest, AreListedForAdministratorsInPagesThatShowEachOnce) {
  const Browser root = NewAdministrator();
  for (int i = 0; i < 4; ++i) NewUser();
  const int all = List(As(root))->users_size();
  std::set<std::string> seen;
  std::string page;
  do {
    const auto answer = List(As(root), 2, page);
    ASSERT_THAT(answer, IsOk());
    for (const auto& user : answer->users()) EXPECT_TRUE(seen.insert(user.name()).second);
    page = answer->next_page_token();
    NewUser();
  } while (!page.empty());
  EXPECT_THAT(seen, SizeIs(all));
}

TEST_F(AuthUsersTest, AreFoundByAPartOfTheirAddress) {
  const Browser root = NewAdministrator();
  ASSERT_THAT(SignUp("grace.hopper@navy.example"), IsOk());
  const auto found = List(As(root), 0, "", "HOPPER@");
  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(found->users(), SizeIs(1));
  EXPECT_EQ(found->users(0).email(), "grace.hopper@navy.example");
  const auto page = List(As(root), 1);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(List(As(root), 1, page->next_page_token(), "other"),
              Fails(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(AuthUsersTest, AreNotShownToCustomers) {
  EXPECT_THAT(List({}), Fails(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
  EXPECT_THAT(List(As(NewUser())), Fails(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
}

TEST_F(AuthUsersTest, BecomeAdministratorsByTheCommandLineOnce) {
  const std::string email = NewEmail();
  EXPECT_THAT(CreateAdministrator(email), HasSubstr("created as administrator"));
  EXPECT_THAT(CreateAdministrator(email), HasSubstr("nothing was changed"));

  const Browser ada = NewUser();
  const Credentials before = As(ada);
  EXPECT_THAT(CreateAdministrator(ada.user.email()), HasSubstr("made administrator"));
  EXPECT_THAT(List(As(ada)), IsOk());
  EXPECT_TRUE(Eventually([&] { return ReasonOf(List(before).status()) == "UNAUTHENTICATED"; }));
}

TEST_F(AuthUsersTest, WhoAreAdministratorsMayDoEverythingEverywhere) {
  const Browser root = NewAdministrator();
  const Browser ada = NewUser();
  const v1::Assertion assertion = Read(Exchange(root.session, ada.user.personal_project()));
  EXPECT_TRUE(assertion.member());
  EXPECT_THAT(assertion.permissions(), Contains("instances.delete"));
  EXPECT_THAT(assertion.global_permissions(), Contains("admin.billing.credit"));
}

TEST_F(AuthUsersTest, AreNotMadeByAHalfCommand) {
  const auto command = suite_->AnotherProcess({});
  command->Spawn({"--create-administrator", "root@example.com"});
  EXPECT_EQ(command->Wait(), 2);
  EXPECT_THAT(command->log(), HasSubstr("usage:"));
  command->Spawn({"--create-administrator", "root@example.com", "--password-file", "/nowhere"});
  EXPECT_EQ(command->Wait(), 1);
  EXPECT_THAT(command->log(), HasSubstr("/nowhere cannot be read"));
}

}  // namespace
}  // namespace nexus::auth
