import { Logger, makeWorkerUtils, run as runWorker } from 'graphile-worker';
import { drive, sql, url } from './driver.mjs';

const logger = new Logger(() => () => {});

// `best` is what the package measures itself with (its perfTest).
const ten = { concurrentJobs: 10, maxPoolSize: 11 };
const profiles = {
  c1: { concurrentJobs: 1, maxPoolSize: 2 },
  c10: ten,
  chaos: ten,
  lat: { ...ten, completeJobBatchDelay: 0 },
  best: {
    concurrentJobs: 24,
    maxPoolSize: 25,
    localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
  'crash-default': ten,
  // The lease is four hours, always; what can be set is how often it is looked at.
  'crash-fast': { ...ten, minResetLockedInterval: 1000, maxResetLockedInterval: 1000 },
};

const utils = (settings) =>
  makeWorkerUtils({ preset: { worker: { connectionString: url, logger, ...settings } } });

await drive({
  async setUp() {
    await sql('DROP SCHEMA IF EXISTS graphile_worker CASCADE');
    const made = await utils();
    await made.migrate();
    await made.release();
  },

  async producer(connections) {
    const made = await utils({ maxPoolSize: connections });
    return {
      send: (job) => made.addJob('noop', job),
      sendMany: (jobs) => made.addJobs(jobs.map((payload) => ({ identifier: 'noop', payload }))),
      close: () => made.release(),
    };
  },

  async work(profile, run) {
    const runner = await runWorker({
      preset: {
        worker: { connectionString: url, logger, gracefulShutdownAbortTimeout: 2500, ...profiles[profile] },
      },
      taskList: { noop: (job, helpers) => run(job, helpers.job.attempts) },
      noHandleSignals: true,
    });
    return () => runner.stop();
  },

  async pending() {
    const [row] = await sql(
      "SELECT count(*) AS jobs FROM graphile_worker._private_jobs WHERE (payload->>'id')::int >= 0");
    return row.jobs;
  },

  expireLeases: () =>
    sql("UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '5 hours' WHERE locked_at IS NOT NULL"),
});
