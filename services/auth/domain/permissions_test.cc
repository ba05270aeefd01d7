#include "services/auth/domain/permissions.h"

#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nexus/api/v1/options.pb.h"

namespace nexus::auth {
namespace {

using google::protobuf::DescriptorPool;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

// What the methods of all protos ask for.
struct AskedFor {
  std::set<std::string> in_projects;
  std::set<std::string> global;
};

void AddMethods(const google::protobuf::FileDescriptor& file, AskedFor& asked) {
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      const std::string& permission =
          file.service(i)->method(j)->options().GetExtension(api::v1::permission);
      if (permission.empty() || permission == "public" || permission == "authenticated") continue;
      (permission.starts_with("admin.") ? asked.global : asked.in_projects).insert(permission);
    }
  }
}

AskedFor PermissionsOfAllMethods() {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  AskedFor asked;
  for (const std::string& file : files) {
    AddMethods(*DescriptorPool::generated_pool()->FindFileByName(file), asked);
  }
  return asked;
}

std::set<std::string> AsSet(const std::vector<std::string>& permissions) {
  return {permissions.begin(), permissions.end()};
}

TEST(PermissionCatalogueTest, NamesExactlyWhatTheMethodsAskFor) {
  const AskedFor asked = PermissionsOfAllMethods();
  EXPECT_THAT(AsSet(AllProjectPermissions()), ElementsAreArray(asked.in_projects));
  EXPECT_THAT(AsSet(GlobalPermissionsOf(Role::kAdministrator)), ElementsAreArray(asked.global));
}

TEST(PermissionCatalogueTest, GivesAnOwnerAllOfTheProjectAndACustomerNothingBeyond) {
  EXPECT_EQ(PermissionsOf(ProjectRole::kOwner), AllProjectPermissions());
  EXPECT_THAT(GlobalPermissionsOf(Role::kUser), IsEmpty());
}

}  // namespace
}  // namespace nexus::auth
