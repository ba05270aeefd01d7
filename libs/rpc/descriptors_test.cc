#include <functional>
#include <set>
#include <string>

#include "google/api/annotations.pb.h"
#include "google/protobuf/descriptor.h"
#include <gtest/gtest.h>

#include "nexus/api/v1/options.pb.h"

// What every method of every service must say of itself.
namespace nexus::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

constexpr const char* kServices[] = {"nexus.audit.v1.AuditService",
                                     "nexus.auth.v1.ApiTokenService",
                                     "nexus.auth.v1.AuthService",
                                     "nexus.auth.v1.UserService",
                                     "nexus.billing.v1.BillingService",
                                     "nexus.events.v1.EventService",
                                     "nexus.instance.v1.AddressPoolService",
                                     "nexus.instance.v1.CatalogService",
                                     "nexus.instance.v1.InstanceService",
                                     "nexus.scheduler.v1.ClusterService",
                                     "nexus.scheduler.v1.QueueService",
                                     "nexus.scheduler.v1.SchedulerService",
                                     "nexus.scheduler.v1.TaskService"};

void ForEachMethod(const std::function<void(const MethodDescriptor&)>& check) {
  for (const char* name : kServices) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) check(*service->method(i));
  }
}

std::string PermissionOf(const MethodDescriptor& method) {
  return method.options().GetExtension(api::v1::permission);
}

bool HasRoute(const MethodDescriptor& method) {
  return method.options().HasExtension(google::api::http);
}

bool IsRead(const MethodDescriptor& method) {
  return method.options().GetExtension(google::api::http).pattern_case() ==
         google::api::HttpRule::kGet;
}

TEST(EveryMethodTest, IsFoundByName) {
  std::set<std::string> files;
  int services = 0;
  // Every service that is linked is in the list above, so none escapes the checks below.
  for (const char* name : kServices) {
    const auto* file = DescriptorPool::generated_pool()->FindServiceByName(name)->file();
    if (files.insert(file->name()).second) services += file->service_count();
  }
  EXPECT_EQ(services, static_cast<int>(std::size(kServices)));
}

TEST(EveryMethodTest, DeclaresEitherAPermissionOrItsCallers) {
  ForEachMethod([](const MethodDescriptor& method) {
    const bool internal = method.options().ExtensionSize(api::v1::callers) > 0;
    EXPECT_NE(PermissionOf(method).empty(), !internal) << method.full_name();
  });
}

TEST(EveryMethodTest, HasARouteUnlessItIsInternal) {
  ForEachMethod([](const MethodDescriptor& method) {
    EXPECT_EQ(HasRoute(method), !PermissionOf(method).empty()) << method.full_name();
  });
}

TEST(EveryMethodTest, NamesOnlyServicesOfTheSuiteAsCallers) {
  const std::set<std::string> suite = {"auth",  "instance",  "billing",
                                       "audit", "scheduler", "gateway"};
  ForEachMethod([&](const MethodDescriptor& method) {
    for (int i = 0; i < method.options().ExtensionSize(api::v1::callers); ++i) {
      EXPECT_TRUE(suite.count(method.options().GetExtension(api::v1::callers, i)))
          << method.full_name();
    }
  });
}

TEST(EveryMethodTest, IsAuditedAndRepeatableWhenItChangesSomething) {
  ForEachMethod([](const MethodDescriptor& method) {
    if (!HasRoute(method)) return;
    const bool repeatable = method.input_type()->FindFieldByName("request_id") != nullptr;
    EXPECT_EQ(method.options().GetExtension(api::v1::audited), !IsRead(method))
        << method.full_name();
    // A public method has no principal whose repeats could be told apart.
    EXPECT_EQ(repeatable, !IsRead(method) && PermissionOf(method) != "public")
        << method.full_name();
  });
}

TEST(EveryMethodTest, NamesItsProjectWhenItsPermissionIsOfAProject) {
  ForEachMethod([](const MethodDescriptor& method) {
    const std::string permission = PermissionOf(method);
    if (permission.empty() || permission == "public" || permission == "authenticated" ||
        permission.rfind("admin.", 0) == 0) {
      return;
    }
    const auto* input = method.input_type();
    EXPECT_TRUE(input->FindFieldByName("name") != nullptr ||
                input->FindFieldByName("parent") != nullptr)
        << method.full_name();
  });
}

TEST(EveryMethodTest, PagesItsListFromTheFirstVersionOn) {
  ForEachMethod([](const MethodDescriptor& method) {
    if (!HasRoute(method) || method.name().rfind("List", 0) != 0) return;
    EXPECT_NE(method.input_type()->FindFieldByName("page_size"), nullptr) << method.full_name();
    EXPECT_NE(method.input_type()->FindFieldByName("page_token"), nullptr) << method.full_name();
    EXPECT_NE(method.output_type()->FindFieldByName("next_page_token"), nullptr)
        << method.full_name();
  });
}

}  // namespace
}  // namespace nexus::rpc
