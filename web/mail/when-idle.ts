// What can wait until the browser has nothing else to do. Safari does not tell when that is.

export const whenIdle: (run: () => void) => void =
  "requestIdleCallback" in window ? (run) => void requestIdleCallback(run) : (run) => void setTimeout(run, 200);
