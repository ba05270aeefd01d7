#include "simulator/api/request.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nexus::simulator {
namespace {

using boost::beast::http::field;

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kJson = "application/json";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string ContentType(const http::Request& request) {
  const std::string type(request[field::content_type]);
  return type.substr(0, type.find(';'));
}

bool HasBody(const http::Request& request) { return !request.body().empty(); }

void AddForm(std::string_view form, RawParameters& parameters) {
  RawParameters found;
  while (!form.empty()) {
    const auto end = std::min(form.find('&'), form.size());
    const std::string_view pair = form.substr(0, end);
    form.remove_prefix(std::min(end + 1, form.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const std::string name = UrlDecode(pair.substr(0, equals), true);
    if (name.empty() || name == "_dc") continue;
    const std::string value = UrlDecode(pair.substr(std::min(equals + 1, pair.size())), true);
    const auto [known, added] = found.emplace(name, RawParameter{value});
    if (added) continue;
    known->second.text += '\0' + value;
    known->second.is_list = true;
  }
  for (auto& [name, value] : found) parameters[name] = std::move(value);
}

RawParameter FromJson(const nlohmann::json& value) {
  if (value.is_boolean()) return {value.get<bool>() ? "1" : "0"};
  if (value.is_string()) return {value.get<std::string>()};
  if (!value.is_array()) return {value.dump()};
  RawParameter list{.text = "", .is_list = true};
  for (const auto& item : value) {
    if (!list.text.empty()) list.text += '\0';
    list.text += FromJson(item).text;
  }
  return list;
}

}  // namespace

std::string UrlDecode(std::string_view text, bool plus) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      decoded += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::optional<ApiRequest> ParseTarget(const http::Request& request) {
  ApiRequest api;
  api.method = std::string(request.method_string());
  std::string_view path = request.target();
  path = path.substr(0, path.find('?'));
  if (path.starts_with("/api2/extjs")) {
    api.extjs = true;
    path.remove_prefix(std::string_view("/api2/extjs").size());
  } else if (path.starts_with("/api2/json")) {
    path.remove_prefix(std::string_view("/api2/json").size());
  } else {
    return std::nullopt;
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!path.empty() && path[0] != '/') return std::nullopt;
  api.path = path;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    if (end > 0) api.segments.push_back(UrlDecode(path.substr(0, end)));
    path.remove_prefix(end);
  }
  return api;
}

std::optional<Refusal> RefusalOf(const http::Request& request) {
  const std::string method(request.method_string());
  const bool writes = method == "POST" || method == "PUT";
  if (!writes && method != "GET" && method != "DELETE") {
    return Refusal{501, fmt::format("method '{}' not available", method), ""};
  }
  if (request.chunked()) return Refusal{501, "chunked transfer encoding not supported", ""};
  if (!HasBody(request)) return std::nullopt;
  if (!writes) return Refusal{501, fmt::format("Unexpected content for method '{}'", method), ""};
  const std::string type = ContentType(request);
  if (type.empty() || type == kForm) return std::nullopt;
  if (type != kJson) {
    const std::string reason = fmt::format("upload 'Content-Type '{}' not implemented", type);
    return Refusal{506, reason, reason + "\n"};
  }
  const auto json = nlohmann::json::parse(request.body(), nullptr, /*allow_exceptions=*/false);
  if (json.is_object()) return std::nullopt;
  constexpr char kMalformed[] =
      "malformed JSON string, neither tag, array, object, number, string or atom, at character "
      "offset 0 at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 1077.";
  return Refusal{500, kMalformed, std::string(kMalformed) + "\n"};
}

RawParameters ParseParameters(const http::Request& request) {
  RawParameters parameters;
  if (ContentType(request) == kJson && HasBody(request)) {
    const auto json = nlohmann::json::parse(request.body());
    for (const auto& [name, value] : json.items()) {
      if (!value.is_null()) parameters[name] = FromJson(value);
    }
  } else {
    AddForm(request.body(), parameters);
  }
  const std::string_view target = request.target();
  const auto question = target.find('?');
  if (question != std::string_view::npos) AddForm(target.substr(question + 1), parameters);
  return parameters;
}

std::optional<std::string> FindCookie(const http::Request& request, std::string_view name) {
  std::string_view cookies = request[field::cookie];
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    std::string_view cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (cookie.starts_with(' ')) cookie.remove_prefix(1);
    if (cookie.starts_with(name) && cookie.substr(name.size()).starts_with('=')) {
      std::string value(cookie.substr(name.size() + 1));
      // Some clients quote a value with unusual characters.
      if (value.size() > 1 && value.front() == '"' && value.back() == '"') {
        value = value.substr(1, value.size() - 2);
      }
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace nexus::simulator
