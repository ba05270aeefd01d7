#include "libs/events/consumer.h"
#include "libs/rpc/runtime.h"
#include "nexus/scheduler/v1/events.pb.h"
#include "services/instance/api/address_pool_handler.h"
#include "services/instance/api/catalog_handler.h"
#include "services/instance/api/instance_handler.h"
#include "services/instance/api/task_events.h"
#include "services/instance/clients/grpc_billing.h"
#include "services/instance/clients/grpc_scheduler.h"
#include "services/instance/config.h"
#include "services/instance/domain/sweeper.h"
#include "services/instance/migrations/migrations.h"
#include "services/instance/store/postgres_address_pool_store.h"
#include "services/instance/store/postgres_catalog_store.h"
#include "services/instance/store/postgres_instance_store.h"

namespace {

nexus::db::Migrations AllMigrations() {
  nexus::db::Migrations all = nexus::rpc::SharedMigrations();
  const nexus::db::Migrations own = nexus::instance::OwnMigrations();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace nexus;
  using namespace nexus::instance;

  const Config config = LoadConfigOrExit();
  if (rpc::WantsMigration(argc, argv)) return rpc::MigrateAndExit(config.service, AllMigrations());
  rpc::Runtime runtime(config.service, AllMigrations());

  Doorbell doorbell;
  PostgresInstanceStore instances(runtime.pool(), runtime.event_log(), doorbell);
  PostgresCatalogStore catalog_store(runtime.pool());
  PostgresAddressPoolStore pool_store(runtime.pool());
  GrpcBilling billing(runtime.ChannelTo("billing"));
  GrpcScheduler scheduler(runtime.ChannelTo("scheduler"));

  Saga saga(instances, billing, scheduler, runtime.ids(), config.saga);
  InstanceCreation creation(instances, catalog_store, billing, scheduler, saga, runtime.ids());
  InstanceVerbs verbs(instances, saga, runtime.ids());
  Catalog catalog(catalog_store);
  AddressPools pools(pool_store);
  TaskResults results(instances, runtime.ids(), config.saga);

  InstanceHandler instance_handler(runtime.serve(), instances, creation, verbs);
  CatalogHandler catalog_handler(runtime.serve(), catalog_store, catalog);
  AddressPoolHandler pool_handler(runtime.serve(), pool_store, pools);

  TaskEvents task_events(results);
  const events::Consumer consumer(
      {.consumer = "instance",
       .source = "scheduler",
       .lock_connection = config.service.database,
       .types = {nexus::scheduler::v1::TaskChanged::descriptor()->full_name()},
       .concerns = TaskEvents::Concern},
      runtime.pool(), runtime.ChannelTo("scheduler"),
      [&](const events::v1::Event& event) { return task_events.Apply(event); });
  Sweeper sweeper(instances, saga);
  const SweeperThread sweeping(sweeper, doorbell, config.sweep_period);
  runtime.metrics().Watch("nexus_instances_unsettled",
                          "Instances whose calls to a neighbour are not acknowledged for a minute.",
                          [&] { return instances.CountUnsettled(absl::Minutes(1)).value_or(-1); });

  return runtime.Run({&instance_handler, &catalog_handler, &pool_handler});
}
