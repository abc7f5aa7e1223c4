// The HTTP surface: one fastify with the guards around it, the pages without JavaScript, the web client's files, and whatever
// other surfaces register on it.

import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import { fastify, type FastifyInstance } from "fastify";

import type { Auth } from "../auth/auth.ts";
import { StartupError } from "../base/errors.ts";
import type { RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { listenProblem } from "../base/network.ts";
import type { ServerCertificate } from "../base/tls.ts";
import { registerAcmeChallenge, type FindChallenge } from "./acme-challenge.ts";
import { createLooks, registerLook } from "./look/routes.ts";
import { registerBrowser } from "./browser/routes.ts";
import { compressAnswers } from "./compress-answers.ts";
import { registerPublicComputer } from "./account/public-computer.ts";
import type { ExportMail } from "./account/own-data-routes.ts";
import { registerAccount } from "./account/routes.ts";
import { registerDesk } from "./desk/routes.ts";
import { catchErrors } from "./errors.ts";
import { keepEvenTime, type Wait } from "./even-time.ts";
import { registerForgotPassword } from "./forgot-password/routes.ts";
import { describeOrganisation } from "../organisation/presentation.ts";
import { describePerson } from "../organisation/person-profile.ts";
import type { Database } from "../store/database.ts";
import { registerHealth, type ReadinessChecks } from "./health.ts";
import type { LookUp } from "./image-proxy/fetch-picture.ts";
import { registerImageProxy } from "./image-proxy/routes.ts";
import { createWebLoader } from "./mail-app/built-web.ts";
import { createMailPage, preloadLinks } from "./mail-app/mail-page.ts";
import { registerMailApp } from "./mail-app/routes.ts";
import type { LocalJmap } from "./mail-app/start-data.ts";
import { registerMetrics, type Gauges } from "./metrics.ts";
import { registerPasswordPreview } from "./new-password/routes.ts";
import { registerPageAssets } from "./page-assets.ts";
import { requireHttps } from "./require-https.ts";
import { guardRoutes } from "./route-access.ts";
import { openSecureListener, type SecureListener, type SecureListenerOptions } from "./secure-listener.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { registerSingleSignOn } from "./single-sign-on/routes.ts";
import { registerSignIn } from "./sign-in/routes.ts";
import { registerSteps } from "./sign-in/step-routes.ts";
import { registerWorkingDays } from "./working-days/routes.ts";

export interface HttpDependencies {
  bind: string;
  port: number;
  publicUrl: string;
  /** Absent: HTTPS is ended by a proxy, or not spoken at all. */
  secure?: { port: number; certificate: ServerCertificate };
  /** Absent: the certificate is not obtained by this server. */
  findChallenge?: FindChallenge;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy?: readonly string[];
  auth: Auth;
  db: Database;
  /** Where Vite puts the web client. */
  webFolder: string;
  jmap: LocalJmap;
  exportMail: ExportMail;
  checks: ReadinessChecks;
  gauges?: Gauges;
  /** Absent: remote pictures of messages cannot be had. */
  lookUp?: LookUp;
  log: Log;
  random: RandomSource;
  /** How answers wait that must all take as long; absent: by the machine's clock. */
  wait?: Wait;
  /** Routes of other surfaces, registered behind the same guards. */
  surfaces: readonly ((app: FastifyInstance) => void | Promise<void>)[];
}

export interface HttpListener extends AsyncDisposable {
  port: number;
  /** Of HTTPS. */
  securePort?: number;
}

const timeouts = { requestTimeout: 120_000, keepAliveTimeout: 75_000 };

/** What is being answered when the end is asked for gets so long; then peers that do not take their answer are cut off. */
const shutdownMs = 4_000;

/** Serves when it resolves. Disposing finishes the requests that are being answered. */
export async function startHttp(dependencies: HttpDependencies): Promise<HttpListener> {
  const app = await createApp(dependencies);
  const { bind: host, port, secure } = dependencies;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw new StartupError(listenProblem(error, { host, port, setting: "SUREL_HTTP_PORT" }), { cause: error });
  }
  const secured = secure && (await openSecured(app, { ...secure, host }));
  const address = app.server.address();
  const opened = address !== null && typeof address === "object" ? address.port : port;
  return {
    port: opened,
    securePort: secured?.port,
    async [Symbol.asyncDispose]() {
      await Promise.all([closeInTime(app), secured?.close(shutdownMs)]);
    },
  };
}

async function openSecured(
  app: FastifyInstance,
  options: Pick<SecureListenerOptions, "host" | "port" | "certificate">,
): Promise<SecureListener> {
  try {
    return await openSecureListener({ ...options, handle: app.routing, timeouts });
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function closeInTime(app: FastifyInstance): Promise<void> {
  const giveUp = setTimeout(() => app.server.closeAllConnections(), shutdownMs);
  await app.close();
  clearTimeout(giveUp);
}

/** Arguments are checked where they are used, not by the framework: its compilers of schemas are not even read at the start. */
function refuseSchema(): never {
  throw new Error("a route has a schema of fastify's");
}

/** Everything but the open port; tests inject requests into it. */
export async function createApp(dependencies: HttpDependencies): Promise<FastifyInstance> {
  const { log, random, checks, surfaces, trustProxy, auth, db, publicUrl, jmap } = dependencies;
  const app = fastify({
    logger: false,
    trustProxy: trustProxy ? [...trustProxy] : false,
    bodyLimit: 64 * 1024,
    ...timeouts,
    connectionTimeout: 0,
    forceCloseConnections: "idle",
    return503OnClosing: true,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 4096 },
    schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
  });
  const strangersView = { auth, describeOrganisation: () => describeOrganisation(db, publicUrl) };
  catchErrors(app, { log, random, ...strangersView });
  addSecurityHeaders(app, dependencies);
  if (dependencies.secure) requireHttps(app, dependencies);
  compressAnswers(app);
  keepEvenTime(app, dependencies);
  await app.register(cookie);
  await app.register(formbody);
  guardRoutes(app, dependencies);
  registerMetrics(app, { gauges: dependencies.gauges ?? {}, log });
  registerHealth(app, { checks, log });
  registerPageAssets(app);
  if (dependencies.findChallenge) registerAcmeChallenge(app, dependencies.findChallenge);
  const loadWeb = createWebLoader(dependencies.webFolder);
  const openMail = createMailPage({
    loadWeb,
    jmap,
    describePerson: (principal) => describePerson(db, principal.accountId),
    findNotices: auth.findNotices,
  });
  registerSignIn(app, {
    ...strangersView,
    openMail,
    preload: async (language) => preloadLinks(await loadWeb(), language),
  });
  registerSteps(app, strangersView);
  registerSingleSignOn(app, strangersView);
  registerPasswordPreview(app, auth);
  registerForgotPassword(app, { ...strangersView, log });
  registerAccount(app, { ...strangersView, exportMail: dependencies.exportMail });
  registerPublicComputer(app, { auth });
  registerDesk(app, strangersView);
  registerWorkingDays(app, strangersView);
  const looks = createLooks(db);
  registerLook(app, { looks, db });
  registerBrowser(app, { ...strangersView, loadWeb, looks });
  registerMailApp(app, { loadWeb, openMail });
  if (dependencies.lookUp) registerImageProxy(app, { lookUp: dependencies.lookUp });
  for (const register of surfaces) await register(app);
  await app.ready();
  return app;
}
