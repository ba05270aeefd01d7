#include "gateway/backend/backend.h"

#include <chrono>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "libs/base/status.h"
#include "libs/rpc/assertion.h"
#include "libs/rpc/status.h"

namespace nexus::gateway {
namespace {

namespace asio = boost::asio;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Longer than any body may take, so that the service's own answer comes first.
constexpr auto kCallTimeout = std::chrono::seconds(10);

void Describe(grpc::ClientContext& context, const CallOrigin& origin,
              const std::string& assertion) {
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  context.AddMetadata(rpc::kRequestIdKey, origin.request_id);
  context.AddMetadata(rpc::kTraceparentKey, origin.traceparent);
  context.AddMetadata(rpc::kClientAddressKey, origin.client_address);
  context.AddMetadata(rpc::kUserAgentKey, origin.user_agent);
  if (!assertion.empty()) context.AddMetadata(rpc::kAssertionKey, assertion);
}

}  // namespace

struct Backend::Stub {
  explicit Stub(std::shared_ptr<grpc::Channel> channel) : generic(std::move(channel)) {}
  grpc::TemplatedGenericStub<Message, Message> generic;
};

Backend::Backend(std::map<std::string, std::shared_ptr<grpc::Channel>> channels) {
  for (auto& [service, channel] : channels) {
    stubs_[service] = std::make_unique<Stub>(std::move(channel));
  }
}

Backend::~Backend() = default;

asio::awaitable<absl::Status> Backend::Call(const MethodDescriptor& method,
                                            const CallOrigin& origin, const std::string& assertion,
                                            const Message& request, Message& response) {
  const auto found = stubs_.find(ServiceOf(method));
  NEXUS_CHECK(found != stubs_.end());
  auto& stub = found->second->generic;
  grpc::ClientContext context;
  Describe(context, origin, assertion);
  const std::string path = fmt::format("/{}/{}", method.service()->full_name(), method.name());
  // All of these are this coroutine's locals: it is resumed only after gRPC is done with them.
  const auto initiate = [&](auto handler) {
    const auto executor = asio::get_associated_executor(handler);
    auto work = asio::make_work_guard(executor);
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    stub.UnaryCall(&context, path, {}, &request, &response,
                   [shared, work = std::move(work), executor](grpc::Status status) {
                     asio::post(executor, [shared, status = std::move(status)]() mutable {
                       std::move (*shared)(std::move(status));
                     });
                   });
  };
  const grpc::Status status =
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void(grpc::Status)>(
          initiate, asio::use_awaitable);
  co_return rpc::FromGrpcStatus(status);
}

std::string ServiceOf(const MethodDescriptor& method) {
  const std::string& package = method.file()->package();
  const auto begin = package.find('.') + 1;
  return package.substr(begin, package.rfind('.') - begin);
}

}  // namespace nexus::gateway
