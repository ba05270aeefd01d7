#include <spdlog/spdlog.h>

#include "libs/base/status.h"
#include "libs/events/consumer.h"
#include "libs/rpc/runtime.h"
#include "nexus/instance/v1/events.pb.h"
#include "services/billing/api/billing_handler.h"
#include "services/billing/api/instance_events.h"
#include "services/billing/config.h"
#include "services/billing/migrations.h"
#include "services/billing/store/postgres_ledger_store.h"
#include "services/billing/store/postgres_price_store.h"

int main(int argc, char** argv) {
  using namespace nexus;

  const billing::Config config = billing::LoadConfigOrExit();
  if (rpc::WantsMigration(argc, argv)) {
    return rpc::MigrateAndExit(config.service, billing::Migrations());
  }
  rpc::Runtime runtime(config.service, billing::Migrations());
  billing::PostgresLedgerStore ledger_store(runtime.pool(), runtime.event_log());
  billing::PostgresPriceStore price_store(runtime.pool());
  billing::Ledger ledger(ledger_store, runtime.ids(), config.currency);
  billing::PriceList prices(price_store, runtime.ids(), config.currency);
  if (const absl::Status opened = ledger.OpenBooks(); !opened.ok()) {
    spdlog::warn("not starting: {}", MessageOf(opened));
    return 3;
  }

  billing::BillingHandler handler(runtime.serve(), ledger, prices);
  billing::InstanceEvents instance_events(ledger);
  events::Consumer consumer(
      {.consumer = "billing",
       .source = "instance",
       .lock_connection = config.service.database,
       .types = {instance::v1::InstanceChanged::descriptor()->full_name()},
       .concerns = billing::InstanceEvents::Concern},
      runtime.pool(), runtime.ChannelTo("instance"),
      [&](const events::v1::Event& event) { return instance_events.Apply(event); });
  return runtime.Run({&handler});
}
