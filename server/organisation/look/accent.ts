// The one colour of an organisation, as the interface uses it: its hue, and as much of its strength as every shade can be shown
// with. The shades themselves are those of web/ui/tokens.css; each must be readable where it stands (WCAG 2.2 §1.4.3).

import { contrastOf, isShowable, parseHex, toHex, type Oklch } from "./colour.ts";

export interface Accent {
  hue: number;
  chroma: number;
}

export const DEFAULT_ACCENT: Accent = { hue: 205, chroma: 0.085 };
/** Of text (WCAG 2.2 §1.4.3, level AA). */
export const MIN_CONTRAST = 4.5;
const MAX_CHROMA = 0.17;

export interface Shades {
  accent: Oklch;
  strong: Oklch;
  soft: Oklch;
  onAccent: Oklch;
  surface: Oklch;
}

/** As tokens.css has them. */
export function shadesOf({ hue, chroma }: Accent): Record<"light" | "dark", Shades> {
  const shade = (lightness: number, strength: number): Oklch => ({ lightness, chroma: strength, hue });
  return {
    light: {
      accent: shade(0.465, chroma),
      strong: shade(0.4, chroma),
      soft: shade(0.94, 0.024),
      onAccent: shade(1, 0),
      surface: shade(1, 0),
    },
    dark: {
      accent: shade(0.76, chroma),
      strong: shade(0.83, chroma),
      soft: shade(0.3, 0.035),
      onAccent: shade(0.18, 0.02),
      surface: shade(0.23, 0.012),
    },
  };
}

/** `hex` as "#0a7d5c". A colour that is stronger than a screen can show in every shade is weakened. */
export function accentOf(hex: string): Accent {
  const given = parseHex(hex);
  const hue = Math.round(given.hue * 10) / 10;
  let chroma = Math.floor(Math.min(given.chroma, MAX_CHROMA) * 10_000) / 10_000;
  const fits = () =>
    Object.values(shadesOf({ hue, chroma })).every(({ accent, strong }) => isShowable(accent) && isShowable(strong));
  while (chroma > 0 && !fits()) chroma = Math.max(0, chroma - 0.0025);
  return { hue, chroma: Math.floor(chroma * 10_000) / 10_000 };
}

/** What would be hard to read, as "dark: accent on soft 4.1"; none for a colour that may be used. */
export function contrastProblems(accent: Accent): string[] {
  return Object.entries(shadesOf(accent)).flatMap(([mode, shades]) => {
    const pairs: [string, Oklch, Oklch][] = [
      ["accent on surface", shades.accent, shades.surface],
      ["accent on soft", shades.accent, shades.soft],
      ["strong on soft", shades.strong, shades.soft],
      ["text on accent", shades.onAccent, shades.accent],
      ["text on strong", shades.onAccent, shades.strong],
    ];
    return pairs
      .map(([name, one, other]) => ({ name, ratio: contrastOf(one, other) }))
      .filter(({ ratio }) => ratio < MIN_CONTRAST)
      .map(({ name, ratio }) => `${mode}: ${name} ${ratio.toFixed(1)}`);
  });
}

/** For the mail application; empty for the colour it has anyway. */
export function mailStyle(accent: Accent): string {
  if (accent.hue === DEFAULT_ACCENT.hue && accent.chroma === DEFAULT_ACCENT.chroma) return "";
  return `:root{--accent-hue:${accent.hue};--accent-chroma:${accent.chroma}}\n`;
}

/** For the pages without script, in colours that browsers of any age know. */
export function pagesStyle(accent: Accent): string {
  if (mailStyle(accent) === "") return "";
  const { light, dark } = shadesOf(accent);
  const rule = ({ accent: plain, strong, soft, onAccent }: Shades) =>
    `:root{--accent:${toHex(plain)};--accent-strong:${toHex(strong)};--accent-soft:${toHex(soft)};--on-accent:${toHex(onAccent)}}`;
  return `${rule(light)}\n@media(prefers-color-scheme:dark){${rule(dark)}}\n`;
}
