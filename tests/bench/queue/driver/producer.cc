#include "tests/bench/queue/driver/producer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <latch>
#include <mutex>
#include <string>
#include <thread>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>

namespace nexus::queue_driver {
namespace {

// Remembers the first failure of several threads.
class FirstError {
 public:
  void Keep(const absl::Status& status) {
    std::lock_guard lock(mutex_);
    status_.Update(status);
  }
  absl::Status status() {
    std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  std::mutex mutex_;
  absl::Status status_;
};

void OnThreads(int count, const std::function<void()>& body) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(body);
}

Job JobNow(int id) { return {id, NowMicros()}; }

std::vector<Job> Jobs(int first, int count) {
  std::vector<Job> jobs;
  for (int id = first; id < first + count; ++id) jobs.push_back(JobNow(id));
  return jobs;
}

}  // namespace

Producer::Producer(const db::PoolOptions& database)
    : pool_(database),
      notifier_(database, queue::kWakeChannel),
      queue_([](db::Transaction&, const queue::Task&) {}, [this] { notifier_.Notify(); }) {}

void Producer::Connect(int connections) {
  std::latch all_open(connections);
  OnThreads(connections, [&] {
    const absl::Status opened = pool_.InTransaction([&](db::Transaction&) {
      all_open.arrive_and_wait();
      return absl::OkStatus();
    });
    // A connection that could not be opened fails again where it is reported.
    if (!opened.ok()) all_open.count_down();
  });
}

absl::Status Producer::Enqueue(const Job& job) {
  return group_.Enqueue(TaskFor(job, ids_)).status();
}

absl::Status Producer::EnqueueAll(const std::vector<Job>& jobs) {
  std::vector<queue::NewTask> tasks;
  for (const Job& job : jobs) tasks.push_back(TaskFor(job, ids_));
  return pool_.InTransaction([&](db::Transaction& tx) {
    queue_.EnqueueAll(tx, tasks);
    return absl::OkStatus();
  });
}

absl::Status Enqueue(const Call& call, const db::PoolOptions& database) {
  Producer producer(database);
  producer.Connect(call.connections);
  std::atomic<int> next = 0;
  FirstError failed;
  const std::int64_t began = NowMicros();
  OnThreads(call.connections, [&] {
    for (int first = next.fetch_add(call.batch); first < call.jobs;
         first = next.fetch_add(call.batch)) {
      failed.Keep(call.batch == 1
                      ? producer.Enqueue(JobNow(first))
                      : producer.EnqueueAll(Jobs(first, std::min(call.batch, call.jobs - first))));
    }
  });
  fmt::print("{{\"n\":{},\"secs\":{:.6f}}}\n", call.jobs,
             static_cast<double>(NowMicros() - began) / 1e6);
  return failed.status();
}

absl::Status Produce(const Call& call, const db::PoolOptions& database) {
  Producer producer(database);
  producer.Connect(call.connections);
  FirstError failed;
  boost::asio::thread_pool lanes(static_cast<std::size_t>(call.connections));
  const auto send = [&](int id) {
    boost::asio::post(lanes, [&, job = JobNow(id)] { failed.Keep(producer.Enqueue(job)); });
  };
  if (call.rate == 0) {
    std::cout << "{\"ready\":true}" << std::endl;
    std::string line;
    for (int id = 0; std::getline(std::cin, line); ++id) send(id);
  } else {
    const auto began = std::chrono::steady_clock::now();
    for (int id = 0; id < call.jobs; ++id) {
      std::this_thread::sleep_until(began + std::chrono::microseconds(1'000'000) * id / call.rate);
      send(id);
    }
  }
  lanes.join();
  return failed.status();
}

}  // namespace nexus::queue_driver
