// Installs what the tests need beside npm's packages, where we may: Debian's Chromium, PostgreSQL 15 and slapd. Without them
// (another system, not root, no network) the tests that need them say that they are skipped.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";

const PROGRAMS = [
  { path: "/usr/bin/chromium", packageName: "chromium" },
  { path: "/usr/bin/chromium-headless-shell", packageName: "chromium-headless-shell" },
  { path: "/usr/lib/postgresql/15/bin/postgres", packageName: "postgresql-15" },
  { path: "/usr/sbin/slapd", packageName: "slapd" },
];

export function installTestPrograms() {
  const missing = PROGRAMS.filter(({ path }) => !existsSync(path)).map(({ packageName }) => packageName);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.error(`Installing ${missing.join(" and ")} (once) …`);
  runApt(["update"]);
  // The tests start directories of their own; Debian's package would set one up and leave it running.
  if (missing.includes("slapd"))
    spawnSync("debconf-set-selections", { input: "slapd slapd/no_configuration boolean true\n" });
  withoutDebianCluster(() => {
    for (const packageName of missing) runApt(["install", "--yes", "--no-install-recommends", packageName]);
  });
}

/** The tests start PostgreSQL themselves; Debian's package would leave a running database behind. */
function withoutDebianCluster(install) {
  const settings = "/etc/postgresql-common/createcluster.conf";
  const ours = !existsSync(settings);
  if (ours) {
    mkdirSync("/etc/postgresql-common", { recursive: true });
    writeFileSync(settings, "create_main_cluster = false\n");
  }
  install();
  if (ours && existsSync(`${settings}.dpkg-dist`)) renameSync(`${settings}.dpkg-dist`, settings);
  else if (ours) rmSync(settings, { force: true });
}

function runApt(words) {
  const { status, stderr } = spawnSync(
    "apt-get",
    ["-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Options::=--force-confold", ...words],
    {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    },
  );
  if (status !== 0) console.error(`apt-get ${words.join(" ")} failed: ${stderr.trim().split("\n").at(-1)}`);
}
