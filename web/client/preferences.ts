// How a person likes the interface: shown at once, kept at the server, and heard of from the other windows.
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { GetResponse, SetResponse } from "../../standards/jmap/methods.ts";
import {
  defaultPreferences,
  preferencesId,
  type Preferences,
  type PreferencesObject,
} from "../../standards/jmap/preferences.ts";
import type { Batch } from "./batch.ts";
import { failureOf, outcomeOf, refused, RequestFailure } from "./failure.ts";
import type { StartData } from "./start-data.ts";
import type { Outcome } from "./types.ts";

export type PreferencesStore = {
  readonly value: ReadonlySignal<Preferences>;
  /** Takes effect at once; when the server does not take it, what the server has comes back. */
  set(patch: Partial<Preferences>): Promise<Outcome>;
};

export type SyncedPreferences = PreferencesStore & {
  /** The new state that push told. */
  hear(state: string | undefined): void;
  /** Asks the server for what it has; at once where it has no place for preferences. */
  load(): Promise<void>;
};

/** `accountId` is undefined where the server keeps no preferences: they then last as long as the page. */
export function createPreferences(options: {
  batch: Batch;
  accountId: () => string | undefined;
  start: StartData["preferences"];
}): SyncedPreferences {
  const { batch, accountId, start } = options;
  const value = signal<Preferences>({ ...defaultPreferences, ...start?.value });
  let state = start?.state;
  /** Told while a choice was under way. */
  let heard: string | undefined;
  let unconfirmed = 0;

  async function load(): Promise<void> {
    const id = accountId();
    if (id === undefined || unconfirmed > 0) return;
    try {
      const answers = await batch.send([["Preferences/get", { accountId: id, ids: null }, "p"]]);
      const { list, state: current } = answers.get<GetResponse<PreferencesObject>>("p");
      if (unconfirmed > 0) return;
      state = current;
      if (list[0]) value.value = { ...defaultPreferences, ...list[0] };
    } catch (error) {
      failureOf(error);
    }
  }

  async function send(id: string, patch: Partial<Preferences>): Promise<void> {
    const update = { [preferencesId]: patch };
    const answers = await batch.send([["Preferences/set", { accountId: id, update }, "s"]]);
    const { notUpdated, newState } = answers.get<SetResponse<PreferencesObject>>("s");
    const error = notUpdated?.[preferencesId];
    if (error) throw new RequestFailure(refused(error));
    state = newState;
  }

  return {
    value,
    async set(patch) {
      const id = accountId();
      value.value = { ...value.peek(), ...patch };
      if (id === undefined) return { ok: true, value: undefined };
      unconfirmed++;
      const outcome = await outcomeOf(() => send(id, patch));
      unconfirmed--;
      if (unconfirmed > 0) return outcome;
      if (!outcome.ok || (heard !== undefined && heard !== state)) void load();
      heard = undefined;
      return outcome;
    },
    hear(news) {
      if (news === undefined) return;
      if (unconfirmed > 0) heard = news;
      else if (news !== state) void load();
    },
    load,
  };
}
