#include "services/scheduler/domain/slots.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <fmt/format.h>

namespace nexus::scheduler {
namespace {

constexpr std::string_view kStorage = "storage ";

// How soon one who waits notices that it must not wait any more.
constexpr auto kLook = std::chrono::milliseconds(200);

}  // namespace

std::string NodeSlot(const std::string& node) { return "node " + node; }

std::string StorageSlot(const Resources& resources, const std::string& node,
                        const std::string& storage) {
  const bool shared = std::ranges::any_of(
      resources.storages, [&](const StorageRow& row) { return row.id == storage && row.shared; });
  return shared ? fmt::format("{}{}", kStorage, storage)
                : fmt::format("{}{}/{}", kStorage, node, storage);
}

int Slots::in_use(const std::string& key) const {
  const auto found = in_use_.find(key);
  return found == in_use_.end() ? 0 : found->second;
}

bool Slots::IsFree(const std::vector<std::string>& keys,
                   const std::set<std::string>& claimed) const {
  return std::ranges::all_of(keys, [&](const std::string& key) {
    const int limit = key.starts_with(kStorage) ? limits_.per_storage : limits_.per_node;
    return in_use(key) < limit && !claimed.contains(key);
  });
}

void Slots::Occupy(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) ++in_use_[key];
}

void Slots::Release(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (--in_use_[key] == 0) in_use_.erase(key);
  }
  Grant();
}

void Slots::Grant() {
  std::set<std::string> claimed;
  for (Waiter& waiter : waiting_) {
    if (waiter.granted) continue;
    if (IsFree(waiter.keys, claimed)) {
      Occupy(waiter.keys);
      waiter.granted = true;
      waiter.timer->cancel();
    } else {
      claimed.insert(waiter.keys.begin(), waiter.keys.end());
    }
  }
}

std::unique_ptr<Slots::Held> Slots::Count(std::vector<std::string> keys) {
  Occupy(keys);
  return std::make_unique<Held>(*this, std::move(keys));
}

Async<std::unique_ptr<Slots::Held>> Slots::Take(std::vector<std::string> keys,
                                                std::function<absl::Status()> may_wait) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  const auto place = waiting_.insert(waiting_.end(), {keys, &timer, false});
  // However this ends, also with the loop, the place in the line goes.
  struct Leave {
    Slots& slots;
    std::list<Waiter>::iterator place;
    bool keeps = false;
    ~Leave() {
      const bool returned = place->granted && !keeps;
      const std::vector<std::string> keys = std::move(place->keys);
      slots.waiting_.erase(place);
      if (returned) {
        slots.Release(keys);
      } else if (!keeps) {
        slots.Grant();
      }
    }
  } leave{*this, place};

  Grant();
  while (!place->granted) {
    absl::Status allowed = may_wait();
    if (!allowed.ok()) co_return allowed;
    timer.expires_after(kLook);
    boost::system::error_code woken;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
  leave.keeps = true;
  co_return std::make_unique<Held>(*this, std::move(keys));
}

}  // namespace nexus::scheduler
