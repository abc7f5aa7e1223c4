// What is noted inside the measured page, from before its first script: when the list was painted, what moved without being
// asked to, and how long each interaction took to the next paint.

export interface Shift {
  value: number;
  hadInput: boolean;
  atMs: number;
  what: string;
}

export interface Probe {
  /** On the page's own clock; 0 until then. */
  listPaintedMs: number;
  shifts: Shift[];
  interactions: { name: string; durationMs: number; startMs: number; type: string }[];
  /** When the predicate first held after a paint. Of an armed event: how long after it. */
  arm(eventType: string, isThere: string): void;
  armed: Promise<number>;
  /** Times of main-thread work from the scroll event to the end of the frame, and from one frame to the next. */
  frames: { workMs: number[]; gapMs: number[] };
  recordFrames(isOn: boolean): void;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page; must not refer to anything outside itself. */
export function installProbe(): void {
  /** From within a frame: when it is painted. */
  const afterFrame = (run: () => void): void => {
    const channel = new MessageChannel();
    channel.port1.addEventListener("message", run, { once: true });
    channel.port1.start();
    channel.port2.postMessage(null);
  };
  /** What is there when a frame begins is in that frame's paint, which comes before the message. */
  const whenPainted = (isThere: () => boolean, done: () => void): void => {
    requestAnimationFrame(() => {
      if (isThere()) afterFrame(done);
      else whenPainted(isThere, done);
    });
  };
  let isRecording = false;
  let lastFrame = 0;
  let scrolledAt = 0;
  const probe: Probe = {
    listPaintedMs: 0,
    shifts: [],
    interactions: [],
    armed: Promise.resolve(0),
    arm(eventType, isThere) {
      const holds = predicates[isThere.split(":")[0]!]!(isThere.slice(isThere.indexOf(":") + 1));
      probe.armed = new Promise((resolve) => {
        const hear = (event: Event): void => whenPainted(holds, () => resolve(performance.now() - event.timeStamp));
        document.addEventListener(eventType, hear, { capture: true, once: true });
      });
    },
    frames: { workMs: [], gapMs: [] },
    recordFrames(isOn) {
      isRecording = isOn;
      lastFrame = 0;
      if (isOn) requestAnimationFrame(frame);
    },
  };
  const predicates: Record<string, (argument: string) => () => boolean> = {
    body: (subject) => () => {
      const text = document.querySelector(".message[data-open=true] .text-body");
      const iframe = document.querySelector<HTMLIFrameElement>(".message-paper[data-ready=true] iframe");
      if (!isOpen(subject)) return false;
      return hasText(text) || ((iframe?.clientHeight ?? 0) > 100 && hasText(iframe?.contentDocument?.body));
    },
    list: () => () =>
      document.querySelector(".pane-list:not([hidden]) .row-link") !== null &&
      document.querySelector(".conversation") === null,
  };
  const hasText = (element: Element | null | undefined): boolean => (element?.textContent ?? "").trim().length > 20;
  const isOpen = (subject: string): boolean =>
    document.querySelector(".conversation-subject")?.textContent?.trim() === subject;
  const frame = (now: number): void => {
    if (!isRecording) return;
    if (lastFrame > 0) probe.frames.gapMs.push(now - lastFrame);
    lastFrame = now;
    requestAnimationFrame(frame);
  };
  document.addEventListener(
    "scroll",
    () => {
      if (!isRecording || scrolledAt > 0) return;
      scrolledAt = performance.now();
      afterFrame(() => {
        probe.frames.workMs.push(performance.now() - scrolledAt);
        scrolledAt = 0;
      });
    },
    { capture: true },
  );
  window.probe = probe;
  whenPainted(
    () => document.querySelector(".row-link") !== null,
    () => {
      probe.listPaintedMs = performance.now();
      performance.mark("list painted");
      console.log("list painted");
    },
  );
  type ShiftEntry = PerformanceEntry & {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as ShiftEntry[]) {
      const nodes = entry.sources.map(({ node }) =>
        node instanceof Element ? node.className : (node?.nodeName ?? ""),
      );
      const { value, hadRecentInput: hadInput, startTime: atMs } = entry;
      probe.shifts.push({ value, hadInput, atMs, what: nodes.join(", ") });
    }
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
      if (entry.interactionId === 0) continue;
      const name = entry.target instanceof Element ? entry.target.className.toString() : "";
      probe.interactions.push({ name, type: entry.name, durationMs: entry.duration, startMs: entry.startTime });
    }
  }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}
