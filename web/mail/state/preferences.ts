// How a person likes the interface, as the screens use it: each choice takes effect at once and in every window.

import type { ReadonlySignal } from "@preact/signals";

import type { Preferences } from "../../../standards/jmap/preferences.ts";
import type { Client, Failure } from "../../client/types.ts";

export type PreferenceStore = {
  readonly value: ReadonlySignal<Preferences>;
  set(patch: Partial<Preferences>): void;
};

export function createPreferences(client: Client, onFailure: (failure: Failure) => void): PreferenceStore {
  return {
    value: client.preferences.value,
    set(patch) {
      void client.preferences.set(patch).then((outcome) => {
        if (!outcome.ok) onFailure(outcome.failure);
      });
    },
  };
}
