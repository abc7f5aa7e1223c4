// What a stranger is told when something does not work: general words and an id, nothing of the inside. The one catalogue of
// HTTP errors of this folder; JMAP has its own.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { isOutOfService } from "../base/errors.ts";
import { createErrorId, type RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { SemaphoreFull } from "../base/semaphore.ts";
import { errorPage, type ErrorPage } from "./error-page.ts";
import { languageOf } from "./language.ts";

export const httpErrors = {
  badRequest: { status: 400, id: "Permintaan ini tidak dapat dibaca.", en: "This request cannot be read." },
  notSignedIn: { status: 401, id: "Silakan masuk terlebih dahulu.", en: "Please sign in first." },
  crossOrigin: {
    status: 403,
    id: "Permintaan ini tidak berasal dari halaman kami, jadi tidak dijalankan.",
    en: "This request does not come from one of our pages, so nothing was done.",
  },
  needsHttps: {
    status: 403,
    id: "Ini hanya dilayani lewat https. Yang dikirim tanpa itu dapat dibaca orang lain.",
    en: "This is served by https only. What is sent without it can be read by others.",
  },
  notFound: {
    status: 404,
    id: "Halaman ini tidak ada. Periksa alamatnya, atau mulai dari halaman utama.",
    en: "There is no such page. Check the address, or start from the main page.",
  },
  tooLarge: { status: 413, id: "Kiriman ini terlalu besar.", en: "This is too large." },
  tooMany: {
    status: 429,
    id: "Terlalu banyak permintaan. Silakan coba lagi sebentar lagi.",
    en: "Too many requests. Please try again in a moment.",
  },
  internal: {
    status: 500,
    id: "Terjadi kesalahan di pihak kami. Silakan coba lagi.",
    en: "Something went wrong on our side. Please try again.",
  },
  unavailable: {
    status: 503,
    id: "Layanan sedang tidak tersedia. Silakan coba lagi sebentar lagi.",
    en: "The service is not available. Please try again in a moment.",
  },
} as const;
export type HttpErrorName = keyof typeof httpErrors;

/** Answers with an error of the catalogue: a page for people, problem details (RFC 9457) for programs. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  name: HttpErrorName,
  shown: Pick<ErrorPage, "errorId" | "organisation"> = {},
): FastifyReply {
  const error = httpErrors[name];
  reply.code(error.status).header("cache-control", "no-store");
  if (name === "unavailable") reply.header("retry-after", 5);
  const language = languageOf(request);
  if (wantsPage(request)) {
    return reply.type("text/html; charset=utf-8").send(errorPage({ language, text: error[language], ...shown }));
  }
  return reply.type("application/problem+json").send({
    type: "about:blank",
    status: error.status,
    title: error.en,
    ...(shown.errorId && { instance: `urn:surel:error:${shown.errorId}` }),
  });
}

/** The one place where an HTTP failure is logged, once, under the id that the peer sees. */
export function catchErrors(
  app: FastifyInstance,
  {
    log,
    random,
    describeOrganisation,
  }: { log: Log; random: RandomSource; describeOrganisation: () => Promise<{ name: string }> },
): void {
  app.setErrorHandler((error, request, reply) => {
    const name = nameOf(error);
    if (name !== "internal") return refuse(request, reply, name);
    const errorId = createErrorId(random);
    log.error({ err: error, errorId, method: request.method, route: request.routeOptions.url }, "a request failed");
    return refuse(request, reply, isOutOfService(error) ? "unavailable" : "internal", { errorId });
  });
  app.setNotFoundHandler({ preHandler: [] }, async (request, reply) => {
    const organisation = wantsPage(request) ? (await describeOrganisation()).name : undefined;
    return refuse(request, reply, "notFound", { organisation });
  });
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? "").includes("text/html");
}

function nameOf(error: unknown): HttpErrorName {
  if (error instanceof SemaphoreFull) return "unavailable";
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (status === 413) return "tooLarge";
  if (status === 429) return "tooMany";
  if (status === 404) return "notFound";
  return typeof status === "number" && status >= 400 && status < 500 ? "badRequest" : "internal";
}
