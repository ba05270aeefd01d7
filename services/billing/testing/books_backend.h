#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/billing/domain/ledger_store.h"
#include "services/billing/domain/price_store.h"

namespace nexus::billing {

// One set of empty books, for suites that the fake and PostgreSQL pass alike.
class BooksBackend {
 public:
  virtual ~BooksBackend() = default;

  virtual LedgerStore& ledger() = 0;
  virtual PriceStore& prices() = 0;

  // What was announced, as `type subject version`, in order.
  virtual std::vector<std::string> Announced() = 0;

  // Each promise of the books that is broken, as a sentence.
  virtual std::vector<std::string> BrokenInvariants() = 0;
};

struct Backend {
  std::string name;
  std::unique_ptr<BooksBackend> (*open)();
};

std::unique_ptr<BooksBackend> OpenFake();

// A database of its own, made by the real migrations and used with the running role.
std::unique_ptr<BooksBackend> OpenPostgres();

}  // namespace nexus::billing
