// The simulator, driven by the npm package proxmox-api: a client of Proxmox VE
// that was written for the real thing and knows nothing of this project.
//
// NEXUS_PVE_SIMULATOR names the simulator's binary.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import proxmoxApi from "proxmox-api";

// The simulator signs its own certificate; pinning is the scheduler's business.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";

const TOKEN = { tokenID: "nexus@pve!panel", tokenSecret: "6ad1a1b0-3f2e-4c55-9d0e-7f0c2b1a9e44" };
const PASSWORD = "correct horse";
const DEBIAN = 9000;

let directory;
let simulator;
let port;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "nexus-pve-"));
  simulator = spawn(process.env.NEXUS_PVE_SIMULATOR, [
    "--listen", "127.0.0.1:0", "--state", join(directory, "state.json"),
    "--api-token", `${TOKEN.tokenID}=${TOKEN.tokenSecret}`, "--root-password", PASSWORD,
    "--auth-delay-ms", "10", "--clone-ms", "20", "--start-ms", "10", "--stop-ms", "10",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: simulator.stdout })) {
    const [word, value] = line.split(" ");
    if (word === "listening") {
      port = Number(value);
      return;
    }
  }
  throw new Error("the simulator ended before it listened");
});

after(async () => {
  simulator.kill();
  await new Promise((resolve) => simulator.once("exit", resolve));
  await rm(directory, { recursive: true });
});

const byToken = () => proxmoxApi({ host: "127.0.0.1", port, ...TOKEN });
const byTicket = () => proxmoxApi({ host: "127.0.0.1", port, username: "root@pam", password: PASSWORD });

/** How the task ended, once it has. */
async function exitOf(api, upid) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const task = await api.nodes.$(upid.split(":")[1]).tasks.$(upid).status.$get();
    if (task.status === "stopped") return task.exitstatus;
    assert.ok(Date.now() < deadline, `${upid} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function livesAndLeavesNothing(api, newid) {
  const pve1 = api.nodes.$("pve1");
  const cloned = await pve1.qemu.$(DEBIAN).clone.$post({ newid, name: "web-1", description: "nexus:a:b:c", target: "pve2" });
  assert.equal(await exitOf(api, cloned), "OK");

  const guest = api.nodes.$("pve2").qemu.$(newid);
  const { digest } = await guest.config.$get();
  const configured = await guest.config.$post({
    digest, cores: 4, memory: "2048", ciuser: "debian", ipconfig0: "ip=10.0.0.9/24,gw=10.0.0.1",
    sshkeys: encodeURIComponent("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA/+= me"),
  });
  assert.equal(await exitOf(api, configured), "OK");
  assert.equal(await exitOf(api, await guest.resize.$put({ disk: "scsi0", size: "12G" })), "OK");
  assert.equal(await exitOf(api, await guest.status.start.$post()), "OK");

  const current = await guest.status.current.$get();
  assert.equal(current.status, "running");
  assert.equal(current.cpus, 4);
  assert.equal(current.maxdisk, 12 * 2 ** 30);
  assert.equal((await guest.config.$get()).description, "nexus:a:b:c");

  assert.equal(await exitOf(api, await guest.status.stop.$post()), "OK");
  assert.equal(await exitOf(api, await guest.$delete({ purge: true })), "OK");
  await assert.rejects(guest.config.$get(), /500 Configuration file 'nodes\/pve2\/qemu-server\/\d+\.conf' does not exist/);
}

test("a guest lives and leaves nothing, by API token", () => livesAndLeavesNothing(byToken(), 6000));

test("a guest lives and leaves nothing, by ticket", () => livesAndLeavesNothing(byTicket(), 6001));

test("the cluster is three nodes with two images", async () => {
  const api = byToken();
  assert.deepEqual((await api.nodes.$get()).map((node) => node.node).sort(), ["pve1", "pve2", "pve3"]);
  const images = (await api.cluster.resources.$get({ type: "vm" })).filter((row) => row.template);
  assert.deepEqual(images.map((row) => row.tags).sort(), ["nexus-image-debian-12", "nexus-image-ubuntu-2404"]);
});

test("an error says what is wrong", async () => {
  const guest = byToken().nodes.$("pve1").qemu.$(DEBIAN);
  await assert.rejects(guest.status.reset.$post(), /500 VM 9000 not running/);
  await assert.rejects(guest.config.$put({ cores: 0 }), /400 Parameter verification failed\.: .*value must have a minimum value of 1/);
});

test("a wrong secret and a wrong password are refused", async () => {
  const wrong = { ...TOKEN, tokenSecret: "00000000-0000-0000-0000-000000000000" };
  await assert.rejects(proxmoxApi({ host: "127.0.0.1", port, ...wrong }).version.$get(), /401 Authentication failed!/);
  await assert.rejects(
    proxmoxApi({ host: "127.0.0.1", port, username: "root@pam", password: "wrong" }).version.$get(),
    /access\/ticket Failed!/);
});
