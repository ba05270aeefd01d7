#include "libs/http/answers.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/serializer.hpp>
#include <fmt/format.h>

namespace nexus::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using beast::http::field;
using beast::http::status;
using boost::system::error_code;

std::string HeadOf(Response& response) {
  beast::http::response_serializer<beast::http::string_body> serializer(response);
  serializer.split(true);
  std::string head;
  error_code error;
  while (!error && !serializer.is_header_done()) {
    serializer.next(error, [&](error_code&, const auto& buffers) {
      for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
        head.append(static_cast<const char*>(buffer.data()), buffer.size());
      }
      serializer.consume(beast::buffer_bytes(buffers));
    });
  }
  return head;
}

bool HasNoBody(const Response& response) {
  const unsigned code = response.result_int();
  return code < 200 || code == 204 || code == 304;
}

Response TextResponse(status code, std::string_view sentence) {
  Response response(code, 11);
  response.set(field::content_type, "text/plain; charset=utf-8");
  response.body() = fmt::format("{}\n", sentence);
  return response;
}

Complaint ComplaintOf(const error_code& error) {
  if (error == beast::http::error::header_limit) {
    return {status::request_header_fields_too_large, "The request's header is too large."};
  }
  if (error == beast::http::error::body_limit) {
    return {status::payload_too_large, "The request's body is too large."};
  }
  return {status::bad_request, "This is not an HTTP/1.1 request."};
}

}  // namespace nexus::http
