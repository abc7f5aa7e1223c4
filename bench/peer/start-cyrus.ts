// Cyrus IMAP, the mail server in C that speaks JMAP, as Debian packs it (cyrus-imapd, cyrus-caldav, sasl2-bin): started for a
// measurement in a folder of its own. It changes to a user of its own, so it takes root to start it.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAMS = "/usr/lib/cyrus/bin";
const REALM = "cyrus.example";
const PASSWORD = "bench";

export interface Cyrus extends AsyncDisposable {
  url: string;
  lmtpPort: number;
  people: { address: string; authorization: string }[];
}

/** Why it cannot be measured here; undefined when it can. */
export function whyNoCyrus(): string | undefined {
  if (!existsSync(join(PROGRAMS, "master")) || !existsSync("/usr/sbin/saslpasswd2"))
    return "Debian's cyrus-imapd, cyrus-caldav and sasl2-bin are not installed";
  return process.getuid?.() === 0 ? undefined : "only root can start it";
}

/** With conversations, a search index that follows, and mailboxes made for who first gets mail. */
export async function startCyrus(firstPort: number, people: number): Promise<Cyrus> {
  const folder = await mkdtemp(join(tmpdir(), "surel-bench-cyrus-"));
  const [httpPort, lmtpPort] = [firstPort, firstPort + 1];
  await writeConfiguration(folder, { httpPort, lmtpPort });
  const names = Array.from({ length: people }, (_, index) => `pegawai${index + 1}`);
  for (const name of names) {
    const words = ["-p", "-c", "-f", `${folder}/sasldb`, "-u", REALM, name];
    run("/usr/sbin/saslpasswd2", words, `${PASSWORD}\n`);
  }
  run("/bin/chown", ["-R", "cyrus:mail", folder]);
  const configuration = ["-C", `${folder}/imapd.conf`, "-M", `${folder}/cyrus.conf`, "-p", `${folder}/master.pid`];
  const master = spawn(join(PROGRAMS, "master"), configuration, { stdio: "ignore" });
  process.on("exit", () => master.kill());
  const url = `http://127.0.0.1:${httpPort}`;
  for (let turn = 0; !(await fetch(url).catch(() => undefined)); turn++) {
    if (master.exitCode !== null || turn > 200) throw new Error("Cyrus did not start");
    await sleep(50);
  }
  return {
    url,
    lmtpPort,
    people: names.map((name) => ({
      address: name,
      authorization: `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString("base64")}`,
    })),
    async [Symbol.asyncDispose]() {
      master.kill();
      await once(master, "exit");
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}

async function writeConfiguration(folder: string, ports: { httpPort: number; lmtpPort: number }): Promise<void> {
  for (const name of ["config", "config/socket", "spool", "search", "sieve"]) await mkdir(join(folder, name));
  await writeFile(
    join(folder, "imapd.conf"),
    `configdirectory: ${folder}/config
partition-default: ${folder}/spool
defaultpartition: default
defaultsearchtier: t1
t1searchpartition-default: ${folder}/search
sievedir: ${folder}/sieve
servername: ${REALM}
admins: cyrus
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: ${folder}/sasldb
sasl_mech_list: PLAIN
allowplaintext: yes
httpmodules: jmap
conversations: yes
search_engine: xapian
sync_log: yes
sync_log_channels: squatter
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent | Drafts | Trash | Archive
`,
  );
  const conf = `-C ${folder}/imapd.conf`;
  await writeFile(
    join(folder, "cyrus.conf"),
    `START {
  recover cmd="ctl_cyrusdb ${conf} -r"
}
SERVICES {
  http cmd="httpd ${conf}" listen="127.0.0.1:${ports.httpPort}" prefork=8 maxchild=20
  lmtp cmd="lmtpd ${conf} -a" listen="127.0.0.1:${ports.lmtpPort}" prefork=8 maxchild=20
}
DAEMON {
  squatter cmd="squatter ${conf} -R"
}
`,
  );
}

function run(program: string, words: readonly string[], input = ""): void {
  const { status, stderr } = spawnSync(program, words, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
