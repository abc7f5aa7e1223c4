// The style and script of the pages before signing in, under names that change with their content.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";

import type { FastifyInstance } from "fastify";

const FOLDER = join(import.meta.dirname, "pages");
const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};
export const IMMUTABLE = "public, max-age=31536000, immutable";

const NAMES = [
  "pages.css",
  "account.css",
  "sign-in.js",
  "new-password.js",
  "passkey.js",
  "public-computer.js",
  "needs.js",
] as const;

const files: Partial<Record<string, { content: Buffer; url: string; type: string }>> = Object.fromEntries(
  NAMES.map((name) => {
    const content = readFileSync(join(FOLDER, name));
    const hash = createHash("sha256").update(content).digest("base64url").slice(0, 10);
    return [name, { content, url: `/pages/${hash}-${name}`, type: TYPES[extname(name)] ?? "application/octet-stream" }];
  }),
);

/** The text of one of them, for a page that must be whole in itself. */
export function pageAssetText(name: (typeof NAMES)[number]): string {
  return files[name]?.content.toString("utf8") ?? "";
}

/** The address of one of them. */
export function pageAsset(name: (typeof NAMES)[number]): string {
  const file = files[name];
  if (!file) throw new Error(`there is no page asset ${name}`);
  return file.url;
}

export function registerPageAssets(app: FastifyInstance): void {
  for (const file of Object.values(files)) {
    if (!file) continue;
    const { content, url, type } = file;
    app.get(url, { config: { access: "public" } }, (_request, reply) =>
      reply.header("cache-control", IMMUTABLE).type(type).send(content),
    );
  }
}
