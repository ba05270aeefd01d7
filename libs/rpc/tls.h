#pragma once

#include <memory>
#include <string>

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include "libs/rpc/service_config.h"

namespace nexus::rpc {

// Credentials from the files of config.tls_dir. A file that cannot be read ends
// the process with a sentence: called at start only.
std::shared_ptr<grpc::ChannelCredentials> ClientCredentials(const ServiceConfig& config);

// For the suite's own processes: both sides show a certificate of our CA.
std::shared_ptr<grpc::ServerCredentials> InternalCredentials(const ServiceConfig& config);

// For those who come from outside with a token.
std::shared_ptr<grpc::ServerCredentials> PublicCredentials(const ServiceConfig& config);

}  // namespace nexus::rpc
