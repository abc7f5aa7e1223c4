// Initials on one of eight quiet tints, the same for the same seed. Decorative: the name stands beside it.

import "./avatar.css";
import { initialsOf } from "./initials.ts";

const TINTS = 8;

export function Avatar({ name, seed, size = "medium" }: { name: string; seed: string; size?: "small" | "medium" }) {
  return (
    <span
      class={`avatar avatar-${size} avatar-tint-${tintOf(seed)}`}
      data-initials={initialsOf(name)}
      aria-hidden="true"
    />
  );
}

function tintOf(seed: string): number {
  let hash = 0;
  for (const character of seed.toLowerCase()) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return Math.abs(hash) % TINTS;
}
