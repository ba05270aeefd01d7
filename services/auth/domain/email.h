#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexus::auth {

// An e-mail address as RFC 5321 writes it without quotes or address literals:
// dot-atom@host, at most 254 bytes. The host is kept in lower case.
class Email {
 public:
  // INVALID_ARGUMENT `EMAIL_INVALID` when mail could not reach it.
  static absl::StatusOr<Email> Parse(std::string_view text);

  const std::string& text() const { return text_; }

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// What makes two addresses the same user's: ASCII letters in lower case. Also
// of texts that are no address, since log-in attempts are counted for those too.
std::string EmailKey(std::string_view text);

}  // namespace nexus::auth
