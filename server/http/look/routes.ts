// How the organisation looks in a browser: its colour as a style sheet, its icons, and the manifest of the installed application.
// Everything under a key that changes with the look is kept for ever; what has a fixed address is the first organisation's.

import type { FastifyInstance, FastifyReply } from "fastify";

import { DEFAULT_LANGUAGE } from "../../base/language.ts";

import { mailStyle, pagesStyle } from "../../organisation/look/accent.ts";
import { badgePng, iconPng, iconSvg } from "../../organisation/look/icon.ts";
import { lookOf, type Look } from "../../organisation/look/look.ts";
import type { OrganisationId } from "../../base/ids.ts";
import type { Database } from "../../store/database.ts";
import { listOrganisations } from "../../store/organisations.ts";
import { refuse } from "../errors.ts";
import { html, type Html } from "../html.ts";
import { IMMUTABLE } from "../page-assets.ts";

type Content = { type: string; content: string | Buffer };

const SOON = "public, max-age=600";
const svg = "image/svg+xml";
const css = "text/css; charset=utf-8";

/** By file name; drawn when it is first asked for. */
const files: Record<string, (look: Look) => Content> = {
  "app.webmanifest": (look) => ({ type: "application/manifest+json", content: JSON.stringify(manifestOf(look)) }),
  "mail.css": ({ accent }) => ({ type: css, content: mailStyle(accent) }),
  "pages.css": ({ accent }) => ({ type: css, content: pagesStyle(accent) }),
  "icon.svg": ({ icon }) => ({ type: svg, content: iconSvg(icon) }),
  "icon-unread.svg": ({ icon }) => ({ type: svg, content: iconSvg(icon, { isUnread: true }) }),
  "icon-192.png": ({ icon }) => ({ type: "image/png", content: iconPng(icon, 192) }),
  "icon-512.png": ({ icon }) => ({ type: "image/png", content: iconPng(icon, 512) }),
  "maskable-512.png": ({ icon }) => ({ type: "image/png", content: iconPng(icon, 512, { isMaskable: true }) }),
  "badge-96.png": () => ({ type: "image/png", content: badgePng(96) }),
};

export interface Looks {
  of(id: OrganisationId): Promise<Look | undefined>;
  /** What stands for an installation towards strangers. */
  first(): Promise<Look>;
}

export function createLooks(db: Database): Looks {
  const read = () => db.read(listOrganisations);
  return {
    async of(id) {
      const found = (await read()).find((organisation) => organisation.id === id);
      return found && lookOf(found);
    },
    async first() {
      const [organisation] = await read();
      return lookOf(organisation ?? { name: "Surel", settings: {} });
    },
  };
}

export function registerLook(app: FastifyInstance, { looks, db }: { looks: Looks; db: Database }): void {
  const config = { access: "public" } as const;
  /** Of a few organisations, each with a few files. */
  const drawn = new Map<string, Content>();

  function send(reply: FastifyReply, look: Look, file: string, cacheControl: string): FastifyReply | undefined {
    const make = Object.hasOwn(files, file) ? files[file] : undefined;
    if (!make) return undefined;
    const key = `${look.key}/${file}`;
    const content = drawn.get(key) ?? make(look);
    if (drawn.size > 500) drawn.clear();
    drawn.set(key, content);
    return reply.type(content.type).header("cache-control", cacheControl).send(content.content);
  }

  app.get<{ Params: { key: string; file: string } }>("/look/:key/:file", { config }, async (request, reply) => {
    const { key, file } = request.params;
    const known = (await db.read(listOrganisations)).map(lookOf).find((look) => look.key === key);
    return (known && send(reply, known, file, IMMUTABLE)) ?? refuse(request, reply, "notFound");
  });
  for (const [path, file] of [
    ["/look/pages.css", "pages.css"],
    ["/look/icon.svg", "icon.svg"],
    ["/favicon.ico", "icon.svg"],
    ["/mail/icon-192.png", "icon-192.png"],
    ["/mail/badge-96.png", "badge-96.png"],
  ] as const) {
    app.get(path, { config }, async (request, reply) => {
      return send(reply, await looks.first(), file, SOON) ?? refuse(request, reply, "notFound");
    });
  }
}

/** Where a file of this look is, kept by browsers for ever. */
export function lookAddress({ key }: Look, file: string): string {
  return `/look/${key}/${file}`;
}

/** For the head of the application's page. */
export function lookLinks(look: Look): Html {
  const { accent } = look;
  const at = (file: string) => lookAddress(look, file);
  return html`<link rel="icon" type="${svg}" href="${at("icon.svg")}" data-unread="${at("icon-unread.svg")}" />
    <link rel="apple-touch-icon" href="${at("icon-192.png")}" />
    <link rel="manifest" href="${at("app.webmanifest")}" />
    ${mailStyle(accent) !== "" && html`<link rel="stylesheet" href="${at("mail.css")}" />`}`;
}

function manifestOf({ key, name, shortName }: Look): object {
  const icon = (src: string, sizes: string, type: string, purpose = "any") => ({
    src: `/look/${key}/${src}`,
    sizes,
    type,
    purpose,
  });
  return {
    id: "/mail/",
    name: `Surel ${name}`,
    short_name: shortName,
    lang: DEFAULT_LANGUAGE,
    start_url: "/mail/",
    scope: "/mail/",
    display: "standalone",
    theme_color: "#eef4f5",
    background_color: "#eef4f5",
    icons: [
      icon("icon.svg", "any", svg),
      icon("icon-192.png", "192x192", "image/png"),
      icon("icon-512.png", "512x512", "image/png"),
      icon("maskable-512.png", "512x512", "image/png", "maskable"),
    ],
  };
}
