#include "simulator/api/envelope.h"

#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include <fmt/format.h>

#include "simulator/model/errors.h"

namespace nexus::simulator {
namespace {

namespace beast = boost::beast;
using beast::http::field;

constexpr std::string_view kSometimesText[] = {"balloon", "cores", "cpulimit", "memory",
                                               "onboot",  "pid",   "shared",   "size",
                                               "sockets", "used",  "active",   "enabled"};

// A reason phrase is one line.
std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

http::Response Head(int code, std::string_view reason) {
  http::Response response;
  response.version(11);
  response.result(static_cast<unsigned>(code));
  response.reason(FirstLine(reason));
  const std::string date =
      absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone());
  response.set(field::cache_control, "max-age=0");
  response.set(field::date, date);
  response.set(field::expires, date);
  response.set(field::pragma, "no-cache");
  response.set(field::server, "pve-api-daemon/3.0");
  response.keep_alive(code < 400);
  return response;
}

http::Response Json(int code, std::string_view reason, const nlohmann::json& body) {
  http::Response response = Head(code, reason);
  response.set(field::content_type, "application/json;charset=UTF-8");
  response.body() = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

}  // namespace

http::Response Success(const Answer& answer, bool extjs) {
  nlohmann::json body = {{"data", answer.data}};
  if (answer.total) body["total"] = *answer.total;
  if (extjs) body["success"] = 1;
  return Json(200, "OK", body);
}

http::Response Failure(const absl::Status& status, bool extjs) {
  const int code = HttpCode(status);
  const std::string text = Text(status);
  nlohmann::json body = {{"data", nullptr}, {"message", text + "\n"}};
  if (const ParameterErrors errors = ParameterErrorsOf(status); !errors.empty()) {
    body["errors"] = errors;
  }
  if (!extjs) return Json(code, text, body);
  body["message"] = text;
  body["status"] = code;
  body["success"] = 0;
  return Json(200, "OK", body);
}

http::Response Bare(int code, std::string_view reason, std::string_view body) {
  http::Response response = Head(code, reason);
  if (!body.empty()) response.set(field::content_type, "text/plain");
  response.body() = body;
  return response;
}

void NumbersAsText(nlohmann::json& data) {
  if (data.is_array()) {
    for (auto& item : data) NumbersAsText(item);
  } else if (data.is_object()) {
    for (auto& [name, value] : data.items()) {
      const bool known = std::find(std::begin(kSometimesText), std::end(kSometimesText), name) !=
                         std::end(kSometimesText);
      if (known && value.is_number_integer()) {
        value = value.dump();
      } else {
        NumbersAsText(value);
      }
    }
  }
}

}  // namespace nexus::simulator
