-- Ranges of addresses, with a row for each that can be given.
CREATE TABLE address_pools (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  cluster text NOT NULL CHECK (cluster ~ '^clusters/[^/]+$'),
  cidr cidr NOT NULL CHECK (family(cidr) = 4 AND masklen(cidr) BETWEEN 20 AND 30),
  gateway inet NOT NULL,
  dns_servers text[] NOT NULL,
  bridge text NOT NULL CHECK (bridge <> ''),
  vlan int NOT NULL CHECK (vlan BETWEEN 0 AND 4094),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT address_pools_gateway_inside CHECK (gateway << cidr),
  CONSTRAINT address_pools_do_not_overlap EXCLUDE USING gist (cidr inet_ops WITH &&)
);
CREATE INDEX ON address_pools (cluster);

CREATE TABLE addresses (
  address inet PRIMARY KEY CHECK (family(address) = 4 AND masklen(address) = 32),
  pool text COLLATE "C" NOT NULL REFERENCES address_pools,

  -- Who has it. An address has one instance at most, and an instance one address.
  instance_id uuid UNIQUE REFERENCES instances,

  -- In quarantine until then.
  free_after timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX addresses_free ON addresses (free_after, address) WHERE instance_id IS NULL;
CREATE INDEX ON addresses (pool);

GRANT SELECT, INSERT ON address_pools, addresses TO nexus_instance;
GRANT UPDATE (instance_id, free_after) ON addresses TO nexus_instance;
