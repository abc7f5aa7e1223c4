// Signing in without leaving the page. While a name and a password are typed the application is read and waits; then it sends the form
// itself. The answer is the page that the form would have led to: the application's takes the place of this one and begins, a refusal
// is shown in this one, and any other is gone to. Until this is there, and wherever it is not, the form works by itself.

import { loadCatalogue, type Locale } from "../i18n/catalogue.ts";
import { inlineSprite, SYMBOLS_ID } from "../ui/inline-sprite.ts";
import { NoticeLines } from "./shell/chunks.ts";
import { whenIdle } from "./when-idle.ts";

export function enterInPlace(document: Document, begin: (start: HTMLElement) => unknown): void {
  // What the first screen asks for before it is painted.
  void loadCatalogue(document.documentElement.lang as Locale);
  void NoticeLines.preload();
  void inlineSprite(document);
  whenIdle(() => {
    void import("./rehearse.tsx").then(
      ({ rehearse }) => rehearse(document),
      () => {},
    );
  });
  // Whoever clicks a notice of new mail may be led to this window, where nobody is signed in yet.
  navigator.serviceWorker?.addEventListener("message", ({ data }: MessageEvent<{ open?: string }>) => {
    if (data.open && !document.getElementById("app")) location.assign(data.open);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || !isSignIn(form)) return;
    event.preventDefault();
    // Whoever is signed in by then comes in, and is told of everything else.
    enter(form, begin).catch(() => location.replace("/sign-in"));
  });
}

/** Not the one with a new password, which leads to other pages as well. */
function isSignIn(form: HTMLFormElement): boolean {
  return form.getAttribute("action") === "/sign-in" && !form.elements.namedItem("new-password");
}

async function enter(form: HTMLFormElement, begin: (start: HTMLElement) => unknown): Promise<void> {
  let answer: Response;
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    const headers = { accept: "application/json, text/html" };
    answer = await fetch(form.action, { method: "POST", body, headers });
  } catch {
    // The browser says what is wrong with the connection.
    return form.submit();
  }
  if (answer.headers.get("content-type")?.startsWith("application/json"))
    return location.replace(((await answer.json()) as { location: string }).location);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Where nothing runs, as while it is parsed here, these are parts of a page like any other.
  for (const part of page.querySelectorAll("noscript")) part.remove();
  const start = page.getElementById("surel-start");
  if (!start) return showRefusal(page);
  await takePlace(page);
  history.replaceState(null, "", answer.headers.get("content-location"));
  begin(start);
}

/** The form again, with what was wrong, or the form for a new password: in the look of this page. */
function showRefusal(page: Document): void {
  const scripts = [...page.scripts].filter(({ src, type }) => src && type !== "module");
  document.title = page.title;
  replaceBody(page);
  document.body.append(...scripts.map(runnable));
  document.querySelector<HTMLElement>("[autofocus]")?.focus();
}

/** Everything of the page but what is here already: its program, and its styles, which waited for it. */
async function takePlace(page: Document): Promise<void> {
  const { documentElement, head } = page;
  const waiting = new Map(
    [...document.querySelectorAll<HTMLLinkElement>("link[media]")].map((link) => [link.href, link]),
  );
  const isHere = (part: Element): boolean =>
    part instanceof HTMLScriptElement
      ? part.type === "module"
      : part instanceof HTMLLinkElement && (part.rel === "modulepreload" || waiting.has(part.href));
  const old = [...document.head.children].filter((part) => !isHere(part));
  const missing = [...head.children].filter((part) => !isHere(part));
  document.head.append(
    ...missing.map((part) => (part instanceof HTMLScriptElement && part.src ? runnable(part) : part)),
  );
  await Promise.all([...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(untilLoaded));
  replaceBody(page);
  for (const part of old) part.remove();
  for (const link of waiting.values()) link.removeAttribute("media");
  for (const { name, value } of documentElement.attributes) document.documentElement.setAttribute(name, value);
}

/** The symbols of the icons stay, in their place where there is one. */
function replaceBody({ body }: Document): void {
  const symbols = document.getElementById(SYMBOLS_ID);
  body.querySelector(`#${SYMBOLS_ID}`)?.remove();
  document.body.replaceWith(body);
  if (symbols) body.append(symbols);
}

/** Also when it did not come: the page is of use without it. */
async function untilLoaded(link: HTMLLinkElement): Promise<void> {
  if (link.sheet) return;
  await new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}

/** One that was read with a page that is not shown does not run. */
function runnable({ src }: HTMLScriptElement): HTMLScriptElement {
  const script = document.createElement("script");
  script.src = src;
  return script;
}
