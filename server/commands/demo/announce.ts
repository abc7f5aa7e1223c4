// What `npm start` says when it serves: where, and how to sign in.

import type { DemoFile } from "./demo-file.ts";
import { people } from "./people.ts";

/** Written to standard output, for people. */
export function announce({ url, accounts }: DemoFile): void {
  const width = Math.max(...accounts.map(({ address }) => address.length));
  const lines = accounts.map(({ address, password }) => `  ${address.padEnd(width)}  ${password}`);
  console.log(
    [
      "",
      `Surel is at ${url}`,
      "",
      "Sign in as one of",
      ...lines,
      "",
      `${people.budi.name} has mail to read; pegawai.baru must replace the password first. (data/demo.json says the same.)`,
      "",
    ].join("\n"),
  );
}
