// The composition root of the server: stores, verbs, listeners, wired by hand, then it waits for the end.

import { lookup } from "node:dns/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { createAuth } from "./auth/auth.ts";
import { createForeignAccessRecorder } from "./auth/foreign-access.ts";
import { openSecretKey } from "./auth/open-secret-key.ts";
import { systemClock as clock } from "./base/clock.ts";
import { systemDial as dial } from "./base/dial.ts";
import { StartupError } from "./base/errors.ts";
import { openDirectory } from "./base/directory-server.ts";
import { systemRandom as random, type AccountId } from "./base/ids.ts";
import type { Log } from "./base/log.ts";
import { outboundFetch } from "./base/outbound-fetch.ts";
import { createResolver, rememberAnswers } from "./base/resolver.ts";
import { createParts, createShutdown } from "./base/shutdown.ts";
import { createTextGateway } from "./base/text-gateway.ts";
import { openBlobStore } from "./blobs/open-blob-store.ts";
import { openCertificate } from "./certificate/open-certificate.ts";
import { announce } from "./commands/demo/announce.ts";
import { prepareDemo } from "./commands/demo/prepare-demo.ts";
import type { Config } from "./config.ts";
import { startHttp } from "./http/start-http.ts";
import type { Gauges } from "./http/metrics.ts";
import { endSessionsJob } from "./jobs/end-sessions.ts";
import { forgetSentJob } from "./jobs/forget-sent.ts";
import { forgetSpentJob } from "./jobs/forget-spent.ts";
import { renewCertificateJob, takeCertificateJob } from "./jobs/renew-certificate.ts";
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
import type { ServeOptions } from "./serve-options.ts";
import { startSmtp } from "./smtp/start-smtp.ts";
import { startSubmission } from "./smtp/start-submission.ts";
import { ping, type Database } from "./store/database.ts";
import type { Store } from "./store/open-store.ts";
import { countWaiting } from "./store/queue.ts";

const webFolder = join(import.meta.dirname, "../dist/web");
const refusePush = () => Promise.reject(new Error("nothing leaves this machine without SUREL_RELAY"));

/** From an opened store, which it closes, to the end that `ended` tells. */
export async function serve(
  config: Config,
  { services, demo }: ServeOptions,
  { store, log, ended }: { store: Store; log: Log; ended: Promise<undefined> },
): Promise<void> {
  const shutdown = createShutdown({ log });
  const keep = <T extends AsyncDisposable>(name: string, part: T): T => {
    shutdown.add(name, async () => part[Symbol.asyncDispose]());
    return part;
  };
  try {
    const { hostname, publicUrl, bind: host } = config;
    const { db } = keep("database", store);
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
    const sleep = (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal, ref: false });
    const inside = { db, secretKey, clock, random, log };
    const opened = await openCertificate(config, { ...inside, fetch: outboundFetch, sleep });
    const { certificate, acme } = opened;
    const sample = demo
      ? await prepareDemo({ mail, clock, random, ...config, password: config.demoPassword })
      : undefined;

    const isOffline = demo && config.relay === undefined;
    const gauges: Gauges = {};
    if (isOffline && acme) throw new StartupError("The organisation to try obtains no certificate: use surel serve.");
    if (certificate) {
      keep("certificate", startJobs({ jobs: [takeCertificateJob(opened)], random, log }));
      const read = () => (certificate.current?.facts.validToDate.getTime() ?? 0) / 1000;
      gauges.surel_certificate_expiry_seconds = { help: "When the certificate expires, in Unix time; 0: none", read };
    }
    if (services.has("jobs")) {
      const { cache } = auth;
      const lifetimes = sweepPasswordLifetimesJob({ db, clock, calendars, messenger, cache, log });
      const devices = tellNewDevicesJob({ db, clock, messenger, log });
      const ending = [endSessionsJob({ db, clock }), forgetSentJob({ db, clock }), forgetSpentJob({ db, clock })];
      const renewing = acme ? [renewCertificateJob(acme)] : [];
      const jobs = [...ending, ...renewing, sweepBlobsJob(mail), sweepOrphansJob(mail), lifetimes, devices];
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
      const shared = { host, hostname, certificate, mail, directory, random, log };
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
      const secure =
        certificate && config.httpsPort !== undefined ? { port: config.httpsPort, certificate } : undefined;
      const securing = { secure, findChallenge: acme?.findChallenge };
      const exportOf = (accountId: AccountId) => exportMail(mail, accountId);
      listeners.add(
        await startHttp({ ...config, ...parts, ...securing, port: config.httpPort, exportMail: exportOf, random, log }),
      );
    }

    log.info({ url: publicUrl }, "serving");
    if (sample) announce(sample);
    await ended;
  } finally {
    if (!(await shutdown.run())) process.exitCode = 1;
  }
}

async function countQueue(db: Database): Promise<number> {
  const states = await db.read(countWaiting);
  return states.reduce((sum, { count }) => sum + count, 0);
}
