#include "services/scheduler/work/loop.h"

#include <boost/asio/executor_work_guard.hpp>

namespace nexus::scheduler {
namespace {

constexpr int kDatabaseThreads = 4;

}  // namespace

Loop::Loop()
    : context_(std::make_unique<boost::asio::io_context>(1)),
      database_(kDatabaseThreads),
      thread_([this] {
        const auto work = boost::asio::make_work_guard(*context_);
        context_->run();
      }) {}

void Loop::Stop() {
  if (!thread_.joinable()) return;
  context_->stop();
  thread_.join();
  // Statements under way use what their coroutines own: these come after them.
  database_.join();
}

void Loop::Discard() { context_.reset(); }

}  // namespace nexus::scheduler
