#pragma once

#include <string>
#include <string_view>

namespace nexus::gateway {

// gzip at its best level; for start-up, not for requests.
std::string Gzip(std::string_view bytes);

// Whether an Accept-Encoding header allows `coding`, such as `br`.
bool Accepts(std::string_view accept_encoding, std::string_view coding);

}  // namespace nexus::gateway
