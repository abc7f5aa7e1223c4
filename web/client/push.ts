// Hears of changes by EventSource (RFC 8620 §7.3). The browser reconnects by itself after most failures; where it gave up, or the
// pings stop, the source is opened again, and everything is asked for once, because what was told meanwhile is lost.
import type { Signal } from "@preact/signals-core";
import { pushTypes, type StateChange } from "../../standards/jmap/push.ts";
import { expandUrl } from "../../standards/jmap/session.ts";
import type { Environment, EventSourceLike } from "./environment.ts";

export type Push = {
  open(eventSourceUrl: string): void;
  close(): void;
};

export type PushOptions = {
  environment: Environment;
  /** Is kept true while changes are heard of. */
  isOpen: Signal<boolean>;
  onChange: (changed: StateChange["changed"]) => void;
  /** Changes may have been missed, or the session has ended: ask. */
  onGap: () => void;
};

/** A delivery changes Email as well. */
const wantedTypes = pushTypes.filter((type) => type !== "EmailDelivery");
const pingSeconds = 60;
const silenceMs = 2.5 * pingSeconds * 1000;
const firstDelayMs = 1000;
const maxDelayMs = 60_000;
/** EventSource.CLOSED: it will not try again by itself. */
const closedState = 2;

export function createPush({ environment, isOpen, onChange, onGap }: PushOptions): Push {
  const { timers, random } = environment;
  let source: EventSourceLike | undefined;
  let url = "";
  let silence: unknown;
  let retry: unknown;
  let attempts = 0;

  function heard(): void {
    timers.clearTimeout(silence);
    silence = timers.setTimeout(reopen, silenceMs);
  }

  function connect(): void {
    const opened = environment.openEventSource(url);
    source = opened;
    heard();
    opened.addEventListener("open", () => {
      attempts = 0;
      isOpen.value = true;
      onGap();
      heard();
    });
    opened.addEventListener("ping", heard);
    opened.addEventListener("state", (event) => {
      heard();
      const change = JSON.parse(String(event.data)) as StateChange;
      onChange(change.changed);
    });
    opened.addEventListener("error", () => {
      const wasConnected = isOpen.peek();
      isOpen.value = false;
      const isRefused = opened.readyState === closedState;
      // Only a request tells why: no network, a server that starts again, or a session that has ended (HTTP 401).
      if (wasConnected || isRefused) onGap();
      if (isRefused) reopen();
    });
  }

  function reopen(): void {
    disconnect();
    const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** attempts++) * (0.5 + random() / 2);
    retry = timers.setTimeout(connect, delayMs);
  }

  function disconnect(): void {
    timers.clearTimeout(silence);
    timers.clearTimeout(retry);
    source?.close();
    source = undefined;
    isOpen.value = false;
  }

  return {
    open(eventSourceUrl) {
      disconnect();
      url = expandUrl(eventSourceUrl, { types: wantedTypes.join(","), closeafter: "no", ping: String(pingSeconds) });
      connect();
    },
    close: disconnect,
  };
}
