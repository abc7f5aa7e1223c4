// How an organisation looks: its colour, its letter and its short name. Everything of it has an address that changes with it.

import { createHash } from "node:crypto";

import type { Organisation } from "../../store/organisations.ts";
import { readPolicies } from "../policies.ts";
import { accentOf, DEFAULT_ACCENT, shadesOf, type Accent } from "./accent.ts";
import { toHex } from "./colour.ts";
import type { Icon } from "./icon.ts";

export interface Look {
  key: string;
  name: string;
  /** Under the icon of the installed application. */
  shortName: string;
  accent: Accent;
  icon: Icon;
}

/** Words that many agencies begin with: they tell none from another. */
const COMMON = new Set(
  "pemerintah pemkot pemkab pemprov kota kabupaten provinsi daerah kementerian badan dinas lembaga sekretariat direktorat kantor republik indonesia negara dan".split(
    " ",
  ),
);

export function lookOf({ name, settings }: Pick<Organisation, "name" | "settings">): Look {
  const { look } = readPolicies(settings);
  const accent = look.accent === undefined ? DEFAULT_ACCENT : accentOf(look.accent);
  const word = name.split(/[^\p{L}]+/u).find((each) => each !== "" && !COMMON.has(each.toLowerCase())) ?? name;
  const shortName = look.shortName ?? `Surel ${word}`.slice(0, 24);
  const { accent: colour, strong } = shadesOf(accent).light;
  const letter = word.normalize("NFD").charAt(0).toUpperCase();
  const icon = { letter, colour: toHex(colour), flap: toHex(strong) };
  const key = createHash("sha256")
    .update(JSON.stringify([1, name, shortName, accent, icon]))
    .digest("base64url");
  return { key: key.slice(0, 12), name, shortName, accent, icon };
}
