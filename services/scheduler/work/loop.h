#pragma once

#include <memory>
#include <thread>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace nexus::scheduler {

// The one thread on which everything about hypervisors runs, and a few for the
// database statements that it must not wait for.
class Loop {
 public:
  Loop();
  ~Loop() { Stop(); }

  boost::asio::any_io_executor executor() { return context_->get_executor(); }
  boost::asio::thread_pool& database() { return database_; }

  // Ends both kinds of threads; what they were at is never resumed.
  void Stop();

  // After Stop: destroys the coroutines that are left, while what they use still is.
  void Discard();

 private:
  std::unique_ptr<boost::asio::io_context> context_;
  boost::asio::thread_pool database_;
  std::thread thread_;
};

}  // namespace nexus::scheduler
