// A component in a chunk of its own: nothing until it is there, or what stands in for it; at once when it is.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type LazyComponent<P> = ComponentType<P> & { preload(): Promise<unknown> };

export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  standIn?: ComponentType<P>,
): LazyComponent<P> {
  let loaded: ComponentType<P> | undefined;
  let pending: Promise<unknown> | undefined;
  // A chunk that did not arrive is asked for again the next time.
  const preload = (): Promise<unknown> =>
    (pending ??= load().then(
      (component) => (loaded = component),
      (error: unknown) => {
        pending = undefined;
        throw error;
      },
    ));
  const Lazy = (props: P) => {
    const [isReady, setReady] = useState(loaded !== undefined);
    useEffect(() => {
      // It may have come between this being rendered and this being run.
      if (!isReady) void preload().then(() => setReady(true));
    }, []);
    const Component = loaded ?? standIn;
    return Component ? <Component {...props} /> : null;
  };
  return Object.assign(Lazy, { preload });
}
