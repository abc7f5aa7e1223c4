// What there is to show: read from the sources themselves, so that nothing is forgotten.

import icons from "../icons.svg?raw";
import tokens from "../tokens.css?raw";
import type { IconName } from "../icon.tsx";

export const iconNames = [...icons.matchAll(/<symbol id="([\w-]+)"/g)].map(([, name]) => name as IconName);

/** Colours only. */
export const tokenNames = [
  ...new Set([...tokens.matchAll(/^ {2}--([\w-]+): (?:light-dark|oklch)/gm)].map(([, name]) => name!)),
];
