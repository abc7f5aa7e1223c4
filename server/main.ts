// The composition root: settings, stores, verbs, listeners, then wait for a signal. Wired by hand. `serve` is the server;
// every other word is a command of server/commands, run beside it.

import { lookup } from "node:dns/promises";
import { join } from "node:path";

import { createAuth } from "./auth/auth.ts";
import { createForeignAccessRecorder } from "./auth/foreign-access.ts";
import { openSecretKey } from "./auth/open-secret-key.ts";
import { systemClock as clock } from "./base/clock.ts";
import { StartupError } from "./base/errors.ts";
import { systemDial as dial } from "./base/dial.ts";
import { openDirectory } from "./base/directory-server.ts";
import { systemRandom as random, type AccountId } from "./base/ids.ts";
import { createLog, type Log } from "./base/log.ts";
import { outboundFetch } from "./base/outbound-fetch.ts";
import { createResolver, rememberAnswers } from "./base/resolver.ts";
import { createParts, createShutdown } from "./base/shutdown.ts";
import { createTextGateway } from "./base/text-gateway.ts";
import { readSecureContext } from "./base/tls.ts";
import { openBlobStore } from "./blobs/open-blob-store.ts";
import { announce } from "./commands/demo/announce.ts";
import { prepareDemo } from "./commands/demo/prepare-demo.ts";
import { readWords } from "./commands/read-words.ts";
import { readConfig, type Config } from "./config.ts";
import { startHttp } from "./http/start-http.ts";
import type { Gauges } from "./http/metrics.ts";
import { endSessionsJob } from "./jobs/end-sessions.ts";
import { forgetSentJob } from "./jobs/forget-sent.ts";
import { forgetSpentJob } from "./jobs/forget-spent.ts";
import { sweepPasswordLifetimesJob } from "./jobs/sweep-password-lifetimes.ts";
import { sweepBlobsJob, sweepOrphansJob } from "./jobs/sweep-blobs.ts";
import { startJobs } from "./jobs/start-jobs.ts";
import { tellNewDevicesJob } from "./jobs/tell-new-devices.ts";
import { createPostPush } from "./jmap/core/push-subscription/post-push.ts";
import { createVapid } from "./jmap/core/push-subscription/vapid.ts";
import { createJmap } from "./jmap/jmap.ts";
import { exportMail } from "./mail/export-mail.ts";
import { createMail } from "./mail/mail.ts";
import { createSubmit } from "./mail/submit.ts";
import { createMessenger } from "./mail/system-mail.ts";
import { createDirectory } from "./organisation/directory.ts";
import { addDecreedDays } from "./organisation/working-days/change-calendar.ts";
import { createWorkingCalendars } from "./organisation/working-days/working-calendars.ts";
import { startQueue } from "./queue/start-queue.ts";
import { startSmtp } from "./smtp/start-smtp.ts";
import { startSubmission } from "./smtp/start-submission.ts";
import { ping, type Database } from "./store/database.ts";
import { countWaiting } from "./store/queue.ts";
import { openStore } from "./store/open-store.ts";

const webFolder = join(import.meta.dirname, "../dist/web");
const refusePush = () => Promise.reject(new Error("nothing leaves this machine without SUREL_RELAY"));

const SERVICES = ["http", "smtp", "queue", "jobs"] as const;
type Service = (typeof SERVICES)[number];

interface ServeOptions {
  services: ReadonlySet<Service>;
  /** With the organisation to try, and nothing leaves the machine. */
  demo: boolean;
}

async function serve(config: Config, log: Log, { services, demo }: ServeOptions): Promise<void> {
  const shutdown = createShutdown({ log });
  const keep = <T extends AsyncDisposable>(name: string, part: T): T => {
    shutdown.add(name, async () => part[Symbol.asyncDispose]());
    return part;
  };
  const ended = signalled();
  try {
    const { hostname, publicUrl, bind: host } = config;
    const store = keep("database", await openStore({ ...config, log }));
    const { db } = store;
    const blobStore = await openBlobStore(config.blobs, clock);
    const mail = keep("changes", await createMail({ db, blobStore, clock, log }));
    const directory = createDirectory({ db });
    const secretKey = await openSecretKey(config.secretKeyPath, random);
    const sendText = config.textGateway && createTextGateway(config.textGateway);
    const messenger = createMessenger({ mail, random, sendText });
    await db.write((tx) => addDecreedDays(tx, new Date(clock.now())));
    const calendars = createWorkingCalendars({ db, clock });
    const outward = { fetch: outboundFetch, openDirectory };
    const auth = createAuth({ db, clock, random, publicUrl, secretKey, messenger, calendars, log, outward });
    const submit = createSubmit({ mail, directory, hostname, random });
    const resolver = rememberAnswers(createResolver({ servers: config.dnsServers }), { clock });
    const secureContext = await readSecureContext(config.tls);
    const sample = demo
      ? await prepareDemo({ mail, clock, random, ...config, password: config.demoPassword })
      : undefined;

    const isOffline = demo && config.relay === undefined;
    const gauges: Gauges = {};
    if (services.has("jobs")) {
      const { cache } = auth;
      const lifetimes = sweepPasswordLifetimesJob({ db, clock, calendars, messenger, cache, log });
      const devices = tellNewDevicesJob({ db, clock, messenger, log });
      const ending = [endSessionsJob({ db, clock }), forgetSentJob({ db, clock }), forgetSpentJob({ db, clock })];
      const jobs = [...ending, sweepBlobsJob(mail), sweepOrphansJob(mail), lifetimes, devices];
      keep("jobs", startJobs({ jobs, random, log }));
    }
    if (services.has("queue")) {
      const { relay, smtpPort } = config;
      const shared = { mail, directory, resolver, dial, clock, random, log, hostname };
      keep("queue", await startQueue({ ...shared, relay, isOffline, smtpPort }));
      gauges.surel_queue_recipients = { help: "Recipients whose mail waits", read: () => countQueue(db) };
    }
    const listeners = keep("listeners", createParts());
    if (services.has("smtp")) {
      const shared = { host, hostname, secureContext, mail, directory, random, log };
      const submission = listeners.add(await startSubmission({ ...shared, port: config.submissionPort, auth, submit }));
      const smtp = listeners.add(await startSmtp({ ...shared, port: config.smtpPort, resolver }));
      const read = () => smtp.connections + submission.connections;
      gauges.surel_smtp_connections = { help: "Open connections of the mail ports", read };
    }
    if (services.has("http")) {
      const audit = createForeignAccessRecorder({ db, clock });
      const postPush = isOffline ? refusePush : createPostPush();
      const { authenticate, onSessionEnd } = auth;
      // RFC 8292 §2.1: whom a push service may write to is who serves this address.
      const vapid = isOffline ? undefined : createVapid({ secretKey, contact: publicUrl, clock });
      const callers = { postPush, vapid, audit, authenticate, onSessionEnd, publicUrl };
      gauges.surel_passwords_waiting = {
        help: "Sign-ins and changes of password that wait until a password is hashed",
        read: () => auth.passwordsWaiting,
      };
      const jmap = listeners.add(createJmap({ mail, directory, submit, clock, random, log, ...callers }));
      gauges.surel_event_sources = {
        help: "Browsers and programs that listen for changes",
        read: () => jmap.eventSources,
      };
      const lookUp = isOffline ? undefined : (name: string) => lookup(name, { all: true });
      const checks = { database: () => ping(db), blobs: () => blobStore.check() };
      const parts = { auth, db, jmap, webFolder, checks, gauges, lookUp, surfaces: [jmap.register] };
      const exportOf = (accountId: AccountId) => exportMail(mail, accountId);
      listeners.add(await startHttp({ ...config, ...parts, port: config.httpPort, exportMail: exportOf, random, log }));
    }

    log.info({ url: publicUrl }, "serving");
    if (sample) announce(sample);
    const failure = await Promise.race([ended, store.failed]);
    if (failure) log.fatal({ err: failure }, "ending");
    if (failure) process.exitCode = 1;
  } finally {
    if (!(await shutdown.run())) process.exitCode = 1;
  }
}

async function countQueue(db: Database): Promise<number> {
  const states = await db.read(countWaiting);
  return states.reduce((sum, { count }) => sum + count, 0);
}

/** Resolves at the first signal that asks for an end. npm passes on a terminal's Ctrl-C that we got as well: later ones say nothing new. */
function signalled(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => resolve(undefined));
  });
}

function readServeOptions(words: string[]): ServeOptions {
  const shape = { usage: `serve [--services ${SERVICES.join(",")}]`, positions: [], options: ["services"] } as const;
  const given = readWords(
    words.filter((word) => word !== "--demo"),
    shape,
  );
  const wanted = given.services?.split(",") ?? SERVICES;
  const services = SERVICES.filter((service) => wanted.includes(service));
  if (services.length !== wanted.length) throw new StartupError(`--services takes any of ${SERVICES.join(",")}.`);
  return { services: new Set(services), demo: words.includes("--demo") };
}

async function main([command = "serve", ...words]: string[]): Promise<void> {
  const config = readConfig();
  if (command !== "serve") {
    const { runCommand } = await import("./commands/run-command.ts");
    return runCommand([command, ...words], { config, clock, random });
  }
  const log = createLog({ level: config.logLevel });
  for (const name of config.unknownSettings) log.warn({ setting: name }, "this is no setting of Surel");
  return serve(config, log, readServeOptions(words));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof StartupError) console.error(error.message);
  else console.error("Surel ended by a fault of its own:", error);
  process.exitCode = 1;
}
// What a library may have left open must not keep an ended server alive.
process.exit();
