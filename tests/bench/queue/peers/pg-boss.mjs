import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { drive, sql, url } from './driver.mjs';

const QUEUE = 'noop';
const quick = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };

// work() sleeps at least half a second between two fetches of one job, so one
// job at a time goes through fetch() and complete(); the rest in bursts of batches.
const profiles = {
  c1: { lanes: 1, connections: 2 },
  c10: { lanes: 10, connections: 12 },
  lat: { work: { batchSize: 50, localConcurrency: 2, burstWhenBatchFull: true }, connections: 6 },
  best: {
    work: { batchSize: 1000, localConcurrency: 2, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
    connections: 4,
  },
  chaos: { work: { batchSize: 10, localConcurrency: 2, burstWhenBatchFull: true, ...quick }, connections: 6 },
  'crash-default': { work: { batchSize: 1, localConcurrency: 10, ...quick }, connections: 12 },
  'crash-fast': {
    work: { batchSize: 1, localConcurrency: 10, heartbeatRefreshSeconds: 3, ...quick },
    connections: 12,
    boss: { monitorIntervalSeconds: 1, superviseIntervalSeconds: 1, queueCacheIntervalSeconds: 1 },
  },
};

async function started(options) {
  const boss = new PgBoss({ connectionString: url, schedule: false, ...options });
  boss.on('error', (error) => console.error(`pg-boss: ${error.message}`));
  boss.on('warning', () => {});
  await boss.start();
  return boss;
}

async function fetchInLanes(boss, lanes, run) {
  let working = true;
  const lane = async () => {
    while (working) {
      const jobs = await boss.fetch(QUEUE);
      if (jobs.length === 0) await pause(100);
      for (const job of jobs) {
        await run(job.data, 0);
        await boss.complete(QUEUE, job.id);
      }
    }
  };
  const all = Promise.all(Array.from({ length: lanes }, lane));
  return async () => {
    working = false;
    await all;
    await boss.stop({ graceful: false });
  };
}

await drive({
  async setUp() {
    await sql('DROP SCHEMA IF EXISTS pgboss CASCADE');
    const boss = await started({ supervise: false });
    await boss.createQueue(QUEUE, { notify: true, retryLimit: 3 });
    await boss.stop({ graceful: false });
  },

  async producer(connections) {
    const boss = await started({ supervise: false, max: connections });
    return {
      send: (job) => boss.send(QUEUE, job),
      sendMany: (jobs) => boss.insert(QUEUE, jobs.map((data) => ({ data }))),
      close: () => boss.stop({ graceful: false }),
    };
  },

  async work(profile, run) {
    const { lanes, work, connections, boss: options } = profiles[profile];
    const boss = await started({ useListenNotify: true, max: connections, ...options });
    if (lanes) return fetchInLanes(boss, lanes, run);
    await boss.work(QUEUE, work, (jobs) => Promise.all(jobs.map((job) => run(job.data, 0))));
    return () => boss.stop({ graceful: true, timeout: 5000 });
  },

  async pending() {
    const [row] = await sql(
      `SELECT count(*) AS jobs FROM pgboss.job
       WHERE name = '${QUEUE}' AND state < 'completed' AND (data->>'id')::int >= 0`);
    return row.jobs;
  },

  expireLeases: () =>
    sql("UPDATE pgboss.job SET started_on = started_on - interval '1 day' WHERE state = 'active'"),
});
