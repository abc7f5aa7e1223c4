// The one colour of an organisation, as the interface uses it: its hue, and as much of its strength as every shade can be shown
// with. The shades themselves are those of web/ui/tokens.css; each must be readable where it stands (WCAG 2.2 §1.4.3).

import { contrastOf, isShowable, parseHex, toHex, type Oklch } from "./colour.ts";

export interface Accent {
  hue: number;
  /** A dark shade can be stronger than a light one of the same hue. */
  chroma: Record<Mode, number>;
}

type Mode = "light" | "dark";

export const DEFAULT_ACCENT: Accent = { hue: 205, chroma: { light: 0.085, dark: 0.085 } };
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
export function shadesOf({ hue, chroma }: Accent): Record<Mode, Shades> {
  const shade = (lightness: number, strength: number): Oklch => ({ lightness, chroma: strength, hue });
  return {
    light: {
      accent: shade(0.465, chroma.light),
      strong: shade(0.4, chroma.light),
      soft: shade(0.94, 0.024),
      onAccent: shade(1, 0),
      surface: shade(1, 0),
    },
    dark: {
      accent: shade(0.76, chroma.dark),
      strong: shade(0.83, chroma.dark),
      soft: shade(0.3, 0.035),
      onAccent: shade(0.18, 0.02),
      surface: shade(0.23, 0.012),
    },
  };
}

/** `hex` as "#0a7d5c". A colour that is stronger than a screen can show in a shade is weakened there. */
export function accentOf(hex: string): Accent {
  const given = parseHex(hex);
  const hue = Math.round(given.hue * 10) / 10;
  const strength = Math.floor(Math.min(given.chroma, MAX_CHROMA) * 10_000) / 10_000;
  const chroma = { light: strength, dark: strength };
  for (const mode of ["light", "dark"] as const) {
    const fits = () => {
      const { accent, strong } = shadesOf({ hue, chroma })[mode];
      return isShowable(accent) && isShowable(strong);
    };
    while (chroma[mode] > 0 && !fits()) chroma[mode] = Math.max(0, Math.floor(chroma[mode] * 10_000 - 25) / 10_000);
  }
  return { hue, chroma };
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
  const { hue, chroma } = accent;
  if (hue === DEFAULT_ACCENT.hue && chroma.light === DEFAULT_ACCENT.chroma.light) return "";
  const { light, dark } = shadesOf(accent);
  const css = ({ lightness, chroma: strength }: Oklch) => `oklch(${lightness} ${strength} ${hue})`;
  const both = (shade: "accent" | "strong") => `light-dark(${css(light[shade])},${css(dark[shade])})`;
  const least = Math.min(chroma.light, chroma.dark);
  return `:root{--accent-hue:${hue};--accent-chroma:${least};--accent:${both("accent")};--accent-strong:${both("strong")}}\n`;
}

/** For the pages without script, in colours that browsers of any age know. */
export function pagesStyle(accent: Accent): string {
  if (mailStyle(accent) === "") return "";
  const { light, dark } = shadesOf(accent);
  const rule = ({ accent: plain, strong, soft, onAccent }: Shades) =>
    `:root{--accent:${toHex(plain)};--accent-strong:${toHex(strong)};--accent-soft:${toHex(soft)};--on-accent:${toHex(onAccent)}}`;
  return `${rule(light)}\n@media(prefers-color-scheme:dark){${rule(dark)}}\n`;
}
