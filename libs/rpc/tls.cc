#include "libs/rpc/tls.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

namespace nexus::rpc {
namespace {

std::string ReadOrExit(const ServiceConfig& config, const std::string& name) {
  const std::string path = config.tls_dir + "/" + name;
  std::ifstream file(path);
  if (!file) {
    std::cerr << fmt::format("cannot read {}: NEXUS_TLS_DIR must hold the certificates\n", path);
    std::exit(2);
  }
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

std::shared_ptr<grpc::ChannelCredentials> ClientCredentials(const ServiceConfig& config) {
  return grpc::SslCredentials({.pem_root_certs = ReadOrExit(config, "ca.crt"),
                               .pem_private_key = ReadOrExit(config, config.service + ".key"),
                               .pem_cert_chain = ReadOrExit(config, config.service + ".crt")});
}

std::shared_ptr<grpc::ServerCredentials> InternalCredentials(const ServiceConfig& config) {
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = ReadOrExit(config, "ca.crt");
  options.pem_key_cert_pairs.push_back(
      {ReadOrExit(config, config.service + ".key"), ReadOrExit(config, config.service + ".crt")});
  return grpc::SslServerCredentials(options);
}

std::shared_ptr<grpc::ServerCredentials> PublicCredentials(const ServiceConfig& config) {
  grpc::SslServerCredentialsOptions options(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  options.pem_key_cert_pairs.push_back(
      {ReadOrExit(config, "public.key"), ReadOrExit(config, "public.crt")});
  return grpc::SslServerCredentials(options);
}

}  // namespace nexus::rpc
