// What a bench asks of a queue, as a program: the calls are in ../README.md. A
// peer gives `drive` five functions that speak its library.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';

export const url = process.env.DATABASE_URL;

export async function sql(text) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const micros = () => Math.round((performance.timeOrigin + performance.now()) * 1000);
const tell = (line) => process.stdout.write(`${line}\n`);
const tellJson = (object) => tell(JSON.stringify(object));

// Starts and ends of jobs, or the count of ended ones each 250 and each 20 ms.
class Report {
  done = 0;
  told = 0;
  first = 0;
  last = 0;

  constructor(eachJob) {
    this.eachJob = eachJob;
    if (!eachJob) setInterval(() => this.tellCount(), 20).unref();
  }

  started(job, attempt) {
    const now = micros();
    this.first ||= now;
    if (this.eachJob) tell(`S ${job.id} ${job.t} ${now} ${attempt}`);
  }

  ended(job) {
    this.last = micros();
    this.done += 1;
    if (this.eachJob) tell(`E ${job.id} ${this.last}`);
    else if (this.done - this.told >= 250) this.tellCount();
  }

  tellCount() {
    if (this.eachJob || this.done === this.told) return;
    this.told = this.done;
    tellJson({ done: this.done, first: this.first, t: this.last });
  }
}

async function enqueue(queue, { n, batch, conc }) {
  const producer = await queue.producer(conc);
  // Connects and prepares: a job with a negative id is none of the bench.
  await producer.send({ id: -1, t: 0 });
  let next = 0;
  const lane = async () => {
    while (next < n) {
      const first = next;
      next += batch;
      if (batch === 1) {
        await producer.send({ id: first, t: micros() });
      } else {
        const count = Math.min(batch, n - first);
        await producer.sendMany(Array.from({ length: count }, (_, i) => ({ id: first + i, t: 0 })));
      }
    }
  };
  const began = micros();
  await Promise.all(Array.from({ length: conc }, lane));
  tellJson({ n, secs: (micros() - began) / 1e6 });
  await producer.close();
}

async function produce(queue, { n, conc, rate }) {
  const producer = await queue.producer(conc);
  const sent = [];
  let id = 0;
  const send = () => sent.push(producer.send({ id: id++, t: micros() }));
  if (rate === 0) {
    tellJson({ ready: true });
    for await (const line of createInterface({ input: process.stdin })) if (line) send();
  } else {
    const began = performance.now();
    while (id < n) {
      const wait = began + (id * 1000) / rate - performance.now();
      if (wait > 0) await pause(wait);
      send();
    }
  }
  await Promise.all(sent);
  await producer.close();
}

async function work(queue, options) {
  const report = new Report(options.report === 'jobs');
  const run = async (job, attempt) => {
    if (job.id < 0) return;
    report.started(job, attempt);
    if (options.sleep) await pause(options.sleep);
    report.ended(job);
  };
  const stop = await queue.work(options.profile, run);
  tellJson({ ready: true });
  process.once('SIGTERM', async () => {
    await stop();
    report.tellCount();
    process.exit(0);
  });
}

export async function drive(queue) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      n: { type: 'string', default: '1' },
      batch: { type: 'string', default: '1' },
      conc: { type: 'string', default: '1' },
      rate: { type: 'string', default: '0' },
      profile: { type: 'string', default: 'c10' },
      report: { type: 'string', default: 'count' },
      'sleep-ms': { type: 'string', default: '0' },
    },
  });
  const number = (name) => Number(values[name]);
  const options = {
    n: number('n'), batch: number('batch'), conc: number('conc'), rate: number('rate'),
    sleep: number('sleep-ms'), profile: values.profile, report: values.report,
  };
  const calls = {
    setup: () => queue.setUp(),
    enqueue: () => enqueue(queue, options),
    produce: () => produce(queue, options),
    worker: () => work(queue, options),
    pending: async () => tell(await queue.pending()),
    'expire-leases': () => queue.expireLeases(),
  };
  await calls[positionals[0]]();
}
