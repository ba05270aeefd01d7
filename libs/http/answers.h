#pragma once

#include <string>
#include <string_view>

#include <boost/system/error_code.hpp>

#include "libs/http/server.h"

namespace nexus::http {

// The status line and the header as they go over the wire.
std::string HeadOf(Response& response);

// 1xx, 204 and 304 never have a body.
bool HasNoBody(const Response& response);

// A sentence as plain text.
Response TextResponse(boost::beast::http::status status, std::string_view sentence);

// What the parser's complaint means to the client.
struct Complaint {
  boost::beast::http::status status;
  const char* sentence;
};
Complaint ComplaintOf(const boost::system::error_code& parser_error);

}  // namespace nexus::http
