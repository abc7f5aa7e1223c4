// Roundcube, the webmail in PHP of most agencies, as Debian packs it: on Dovecot's IMAP, behind nginx and PHP-FPM, started for a
// measurement in a folder of its own. Favourable to it: no password is hashed, and PHP keeps what it has compiled.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { largeHtml, plainText, shortHtml } from "../../test/support/office-messages.ts";

const WEB = "/var/lib/roundcube";
const CONFIGURATION = "/etc/roundcube";
const TABLES = "/usr/share/roundcube/SQL/sqlite.initial.sql";
const PACKAGES = "roundcube-core, roundcube-sqlite3, php-fpm, nginx-light and dovecot-imapd";
const USER = "www-data";
const NAME = "pegawai.ramai";

export interface Roundcube extends AsyncDisposable {
  url: string;
  username: string;
  password: string;
}

/** Why it cannot be measured here; undefined when it can. */
export function whyNoRoundcube(): string | undefined {
  const needed = [WEB, TABLES, "/usr/sbin/nginx", "/usr/lib/dovecot/imap", findPhp() ?? "/usr/sbin/php-fpm"];
  if (!needed.every((path) => existsSync(path))) return `Debian's ${PACKAGES} are not installed`;
  return process.getuid?.() === 0 ? undefined : "only root can start it";
}

/** With `count` messages in the inbox, of the kinds and sizes that Surel is measured with. */
export async function startRoundcube(firstPort: number, count: number): Promise<Roundcube> {
  const folder = await mkdtemp(join(tmpdir(), "surel-bench-roundcube-"));
  await chmod(folder, 0o755);
  const ports = { http: firstPort, imap: firstPort + 1 };
  await fillMaildir(join(folder, "mail", NAME), count);
  await writeConfiguration(folder, ports);
  const tables = `(new PDO("sqlite:${folder}/sqlite.db"))->exec(file_get_contents("${TABLES}"));`;
  run("php", ["-r", tables]);
  run("chown", ["-R", `${USER}:${USER}`, folder]);
  const programs = [
    spawn("dovecot", ["-F", "-c", `${folder}/dovecot.conf`], { stdio: "ignore" }),
    spawn(findPhp()!, ["-F", "-y", `${folder}/php-fpm.conf`], { stdio: "ignore" }),
    spawn("nginx", ["-c", `${folder}/nginx.conf`, "-g", "daemon off;"], { stdio: "ignore" }),
  ];
  process.on("exit", () => programs.forEach((program) => program.kill()));
  const url = `http://127.0.0.1:${ports.http}/`;
  await untilReady(url, programs);
  return {
    url,
    username: NAME,
    password: "bench",
    async [Symbol.asyncDispose]() {
      for (const program of programs) {
        program.kill();
        if (program.exitCode === null) await once(program, "exit");
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}

function findPhp(): string | undefined {
  const name = readdirSync("/usr/sbin").find((file) => /^php-fpm\d/.test(file));
  return name && join("/usr/sbin", name);
}

async function fillMaildir(folder: string, count: number): Promise<void> {
  for (const name of ["cur", "new", "tmp"]) await mkdir(join(folder, name), { recursive: true });
  const kinds = [plainText(), shortHtml("Rancangan anggaran"), largeHtml()].map((raw) => Buffer.from(raw).toString());
  const newest = Date.now();
  for (let number = 0; number < count; number++) {
    const receivedAt = new Date(newest - number * 60_000);
    const own = `Subject: Undangan rapat koordinasi penyusunan anggaran nomor ${number}\r\nDate: ${receivedAt.toUTCString()}\r\nMessage-ID: <${number}@bench.example>\r\n`;
    const message = own + kinds[number % kinds.length]!.replaceAll(/^(?:Subject|Date|Message-ID):.*\r\n/gim, "");
    const name = `${Math.floor(receivedAt.getTime() / 1000)}.${number}.bench,S=${message.length}:2,S`;
    await writeFile(join(folder, "cur", name), message);
  }
}

async function writeConfiguration(folder: string, ports: { http: number; imap: number }): Promise<void> {
  for (const name of ["dovecot", "state", "roundcube", "sessions", "logs", "temporary"])
    await mkdir(join(folder, name));
  for (const name of ["defaults.inc.php", "mimetypes.php"])
    await writeFile(join(folder, "roundcube", name), await readFile(join(CONFIGURATION, name)));
  await writeFile(
    join(folder, "roundcube/config.inc.php"),
    `<?php
$config['db_dsnw'] = 'sqlite:///${folder}/sqlite.db?mode=0646';
$config['imap_host'] = '127.0.0.1:${ports.imap}';
$config['imap_cache'] = 'db';
$config['messages_cache'] = 'db';
$config['des_key'] = 'abcdefghijklmnopqrstuvwx';
$config['language'] = 'id_ID';
$config['plugins'] = [];
$config['temp_dir'] = '${folder}/temporary/';
$config['log_dir'] = '${folder}/logs/';
`,
  );
  await writeFile(
    join(folder, "dovecot.conf"),
    `base_dir = ${folder}/dovecot
state_dir = ${folder}/state
log_path = ${folder}/logs/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%n
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=${USER} gid=${USER} home=${folder}/mail/%n
}
first_valid_uid = 1
namespace inbox {
  inbox = yes
}
`,
  );
  await writeFile(
    join(folder, "php-fpm.conf"),
    `[global]
error_log = ${folder}/logs/php.log
[www]
user = ${USER}
group = ${USER}
listen = ${folder}/php.sock
listen.owner = ${USER}
pm = static
pm.max_children = 4
env[ROUNDCUBE_CONFIG_DIR] = ${folder}/roundcube
php_admin_value[session.save_path] = ${folder}/sessions
`,
  );
  await writeFile(
    join(folder, "nginx.conf"),
    `pid ${folder}/nginx.pid;
error_log ${folder}/logs/nginx.log;
user ${USER};
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  gzip on;
  gzip_types text/css application/javascript application/json;
  server {
    listen 127.0.0.1:${ports.http};
    root ${WEB};
    index index.php;
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass unix:${folder}/php.sock;
    }
    location ~* \\.(js|css|png|svg|woff2?)$ {
      expires 30d;
    }
  }
}
`,
  );
}

async function untilReady(url: string, programs: readonly ChildProcess[]): Promise<void> {
  for (let turn = 0; ; turn++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok && /name="_pass"/.test(await answer.text())) return;
    if (turn > 100 || programs.some(({ exitCode }) => exitCode !== null)) throw new Error("Roundcube did not start");
    await sleep(100);
  }
}

function run(program: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
