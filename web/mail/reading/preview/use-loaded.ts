// Something that is asked for once, when the component is shown.

import { useEffect, useState } from "preact/hooks";

export type Loading<T> = { readonly value?: T; readonly isFailed: boolean };

/** `load` resolves to undefined, or rejects, when it did not succeed; what is left meanwhile is told to nobody. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T | undefined>, key: string): Loading<T> {
  const [loading, setLoading] = useState<Loading<T>>({ isFailed: false });
  useEffect(() => {
    const ending = new AbortController();
    void load(ending.signal)
      .catch(() => undefined)
      .then((value) => {
        if (ending.signal.aborted) return;
        setLoading(value === undefined ? { isFailed: true } : { value, isFailed: false });
      });
    return () => ending.abort();
  }, [key]);
  return loading;
}

/** The answer when it is a good one, undefined when the server failed; rejects when the network did. */
export async function fetchAttachment(href: string, signal: AbortSignal): Promise<Response | undefined> {
  const response = await fetch(href, { signal });
  return response.ok ? response : undefined;
}
