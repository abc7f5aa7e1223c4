// By how much the disk fills per byte of real mail, all of it delivered: content, rows, indexes, journal and full-text index.
// Run: node bench/disk.ts [accounts]
import { globSync, statSync } from "node:fs";

import { Client } from "pg";

import type { AccountId } from "../server/base/ids.ts";
import { deliver } from "../server/mail/deliver.ts";
import { listCorpus, readCorpusMessage } from "../test/support/corpus.ts";
import { openTestStore } from "../test/support/mail-store.ts";

interface TableSize {
  name: string;
  heap: number;
  toast: number;
  indexes: number;
  total: number;
}

const accountCount = Number(process.argv[2] ?? 1);
const closing: (() => Promise<void>)[] = [];
const store = await openTestStore({ after: (close) => void closing.unshift(close) });
const { mail, organisationId, clock } = store;
const client = new Client({ connectionString: store.url });
await client.connect();

const accounts: AccountId[] = [];
for (let i = 0; i < accountCount; i++) accounts.push(await store.createAccount({ quotaBytes: 2 ** 40 }));
const before = new Map((await tableSizes()).map((table) => [table.name, table]));

const names = listCorpus();
let raw = 0;
let next = 0;
const started = performance.now();
const cpu = process.cpuUsage();
await Promise.all(Array.from({ length: 8 }, deliverSome));
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
const cpuMs = (user + system) / names.length / 1000;
console.log(`${(names.length / seconds).toFixed(0)} messages a second, ${cpuMs.toFixed(2)} ms of this process each`);

// What happens by itself in the seconds and minutes after.
clock.advance(10_000);
await mail.texts.settle();
await mail.packs.settle();
for (const name of before.keys()) await client.query(`vacuum (truncate on) ${client.escapeIdentifier(name)}`);

const grown = (await tableSizes()).map((table) => difference(table, before.get(table.name)));
const files = globSync(`${store.blobFolder}/**/*`).map((path) => statSync(path).blocks * 512);
const folder = files.reduce((sum, bytes) => sum + bytes, 0);
const database = grown.reduce((sum, { total }) => sum + total, 0);
const per = (bytes: number) => (bytes / raw).toFixed(3);
const shown = grown.filter(({ total }) => total > raw / 1000).sort((one, other) => other.total - one.total);
console.table(
  Object.fromEntries(
    shown.map(({ name, heap, toast, indexes, total }) => [
      name,
      { heap: per(heap), toast: per(toast), indexes: per(indexes), total: per(total) },
    ]),
  ),
);
console.log(`database ${per(database)}, blob folder ${per(folder)}`);
console.log(`${per(database + folder)} bytes on disk per byte of mail (${names.length} messages, ${raw} bytes)`);
await client.end();
for (const close of closing) await close();

async function deliverSome(): Promise<void> {
  for (let index = next++; index < names.length; index = next++) {
    const message = readCorpusMessage(names[index]!);
    raw += message.length;
    await deliver(mail, {
      message,
      organisationId,
      direction: "in",
      envelope: { mailFrom: "pengirim@luar.example", recipients: [`orang${index % accountCount}@uji.example`] },
      targets: [{ accountId: accounts[index % accountCount]!, mailbox: "inbox" }],
      receivedAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000),
      remote: {
        address: "192.0.2.7",
        greeting: "mx.luar.example",
        tls: "TLSv1.3 TLS_AES_256_GCM_SHA384",
        reception: "4f2a9c1b7e",
        verdicts: "spf=pass; dkim=pass luar.example; dmarc=pass",
      },
    });
  }
}

async function tableSizes(): Promise<TableSize[]> {
  const { rows } = await client.query<TableSize>(`
    select relname as name, pg_relation_size(oid)::float8 as heap,
      (pg_table_size(oid) - pg_relation_size(oid))::float8 as toast, pg_indexes_size(oid)::float8 as indexes,
      pg_total_relation_size(oid)::float8 as total
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`);
  return rows;
}

function difference(table: TableSize, other: TableSize | undefined): TableSize {
  const { heap = 0, toast = 0, indexes = 0, total = 0 } = other ?? {};
  return {
    name: table.name,
    heap: table.heap - heap,
    toast: table.toast - toast,
    indexes: table.indexes - indexes,
    total: table.total - total,
  };
}
