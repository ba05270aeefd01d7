#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "nexus/instance/v1/address_pool_service.pb.h"
#include "nexus/instance/v1/catalog_service.pb.h"
#include "services/instance/domain/address_pool_store.h"
#include "services/instance/domain/catalog_store.h"
#include "services/instance/domain/instance.h"

// The wire's messages to the domain's types and back. Instances themselves are
// shown by domain/public_view.h, since events carry them too.

namespace nexus::instance {

// `projects/{project}/instances/{instance}`. NOT_FOUND `INSTANCE_NOT_FOUND` for any other text.
absl::StatusOr<InstanceName> ParseInstanceName(const std::string& name);

Plan FromProto(const v1::Plan& proto);
v1::Plan ToProto(const Plan& plan);

Image FromProto(const v1::Image& proto);
v1::Image ToProto(const Image& image);

AddressPool FromProto(const v1::AddressPool& proto);
v1::AddressPool ToProto(const AddressPool& pool);

}  // namespace nexus::instance
