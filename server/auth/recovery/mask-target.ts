// A recovery address or number as its owner recognises it, and nobody else learns it: b•••@example.org, +62•••••4567.

import type { ChannelKind } from "../../store/recovery.ts";

export function maskTarget(kind: ChannelKind, target: string): string {
  if (kind === "phone") return `${target.slice(0, 3)}${"•".repeat(5)}${target.slice(-4)}`;
  const at = target.lastIndexOf("@");
  return `${target.slice(0, 1)}•••${target.slice(at)}`;
}
