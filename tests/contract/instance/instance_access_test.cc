#include <memory>

#include "absl/synchronization/notification.h"
#include "google/protobuf/dynamic_message.h"
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "nexus/api/v1/options.pb.h"
#include "tests/contract/instance/instance_world.h"

namespace nexus::instance {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using testing::Caller;
using testing::HasCode;

std::vector<const MethodDescriptor*> EveryMethod() {
  std::vector<const MethodDescriptor*> methods;
  for (const char* service : {"InstanceService", "CatalogService", "AddressPoolService"}) {
    const auto* found = DescriptorPool::generated_pool()->FindServiceByName(
        std::string("nexus.instance.v1.") + service);
    for (int i = 0; i < found->method_count(); ++i) methods.push_back(found->method(i));
  }
  return methods;
}

// Whether a new RPC can be forgotten: this suite finds each by its descriptor.
class EveryMethodTest : public InstanceContractTest,
                        public ::testing::WithParamInterface<const MethodDescriptor*> {
 protected:
  static std::string Permission() {
    return GetParam()->options().GetExtension(api::v1::permission);
  }

  // Names something in this test's project; the rest is empty.
  std::unique_ptr<Message> Request() const {
    const auto* type = google::protobuf::MessageFactory::generated_factory()->GetPrototype(
        GetParam()->input_type());
    std::unique_ptr<Message> request(type->New());
    const auto set = [&](const char* field, const std::string& value) {
      const auto* found = request->GetDescriptor()->FindFieldByName(field);
      if (found != nullptr) request->GetReflection()->SetString(request.get(), found, value);
    };
    set("parent", project_);
    set("name", project_ + "/instances/" + NewId());
    return request;
  }

  absl::Status CallAs(const std::optional<Caller>& caller) const {
    grpc::TemplatedGenericStub<Message, Message> stub(world_->gateway());
    const auto request = Request();
    const auto* type = google::protobuf::MessageFactory::generated_factory()->GetPrototype(
        GetParam()->output_type());
    const std::unique_ptr<Message> response(type->New());
    grpc::ClientContext context;
    if (caller) world_->auth().SignIn(context, *caller);
    absl::Notification done;
    grpc::Status status;
    stub.UnaryCall(&context, "/" + GetParam()->service()->full_name() + "/" + GetParam()->name(),
                   {}, request.get(), response.get(), [&](grpc::Status answered) {
                     status = std::move(answered);
                     done.Notify();
                   });
    done.WaitForNotification();
    return rpc::FromGrpcStatus(status);
  }
};

TEST_P(EveryMethodTest, RefusesNobody) {
  EXPECT_THAT(CallAs(std::nullopt), HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_P(EveryMethodTest, RefusesWhoHasNotThePermission) {
  if (Permission() == "authenticated") return;
  Caller powerless = Member();
  powerless.permissions.clear();
  EXPECT_THAT(CallAs(powerless), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_P(EveryMethodTest, ShowsAStrangerNothingOfAProject) {
  if (Permission() == "authenticated" || Permission().rfind("admin.", 0) == 0) return;
  Caller stranger = Member();
  stranger.member = false;
  EXPECT_THAT(CallAs(stranger), HasCode(absl::StatusCode::kNotFound));
}

INSTANTIATE_TEST_SUITE_P(Instance, EveryMethodTest, ::testing::ValuesIn(EveryMethod()),
                         [](const auto& method) { return method.param->name(); });

}  // namespace
}  // namespace nexus::instance
