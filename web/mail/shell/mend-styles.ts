// A part that is fetched later brings its style sheet; the browser asks for it once, and what stands there without its styles would
// stay so until the page is loaded anew. On a network that comes and goes it is asked for until it is there.

const AGAIN_MS = 2_000;

export function mendStyles(document: Document): void {
  const look = (): void => {
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
    const present = new Set(links.flatMap((link) => (hasCome(link) ? [link.href] : [])));
    const missing = new Map(links.filter(({ href }) => !present.has(href)).map((link) => [link.href, link]));
    for (const link of links) if (link.dataset["again"] && !hasCome(link)) link.remove();
    for (const link of missing.values()) {
      const again = link.cloneNode() as HTMLLinkElement;
      again.dataset["again"] = "true";
      document.head.append(again);
    }
    if (missing.size > 0) setTimeout(look, AGAIN_MS);
  };
  // Those that are on their way are given time to come.
  addEventListener("vite:preloadError", () => setTimeout(look, AGAIN_MS));
  setTimeout(look, AGAIN_MS);
}

/** Of one that failed there is no sheet, or one that lets nobody look into it. */
function hasCome({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}
