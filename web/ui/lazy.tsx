// A component in a chunk of its own: nothing until it is there, or what stands in for it; at once when it is.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type LazyComponent<P> = ComponentType<P> & {
  /** Resolves also when it did not arrive, as without a network: it is asked for again the next time. */
  preload(): Promise<void>;
};

export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  standIn?: ComponentType<P>,
): LazyComponent<P> {
  let loaded: ComponentType<P> | undefined;
  let pending: Promise<void> | undefined;
  const preload = (): Promise<void> =>
    (pending ??= load().then(
      (component) => void (loaded = component),
      () => void (pending = undefined),
    ));
  const Lazy = (props: P) => {
    const [isReady, setReady] = useState(loaded !== undefined);
    useEffect(() => {
      // It may have come between this being rendered and this being run.
      if (!isReady) void preload().then(() => setReady(loaded !== undefined));
    }, []);
    const Component = loaded ?? standIn;
    return Component ? <Component {...props} /> : null;
  };
  return Object.assign(Lazy, { preload });
}
