#include "libs/base/log.h"

#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "libs/base/call_context.h"

namespace nexus {
namespace {

std::string JsonText(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Append(spdlog::memory_buf_t& to, std::string_view text) {
  to.append(text.data(), text.data() + text.size());
}

// `%*`: the message and the current call as JSON members. Without the escaping
// a message could forge a line.
class JsonMembers : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& to) override {
    Append(to, "\"message\":");
    Append(to, JsonText({message.payload.data(), message.payload.size()}));
    const CallContext& call = CurrentCall();
    if (!call.request_id.empty()) Append(to, ",\"request_id\":" + JsonText(call.request_id));
    if (!call.traceparent.empty()) Append(to, ",\"traceparent\":" + JsonText(call.traceparent));
    if (!call.actor.empty()) Append(to, ",\"actor\":" + JsonText(call.actor));
  }

  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonMembers>();
  }
};

}  // namespace

void InitLogging(std::string_view service, std::string_view level) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<JsonMembers>('*').set_pattern(
      "{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",\"service\":" + JsonText(service) +
      ",%*}");
  auto logger = std::make_shared<spdlog::logger>(std::string(service),
                                                 std::make_shared<spdlog::sinks::stdout_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace nexus
