// One tooltip for the whole document: the words of data-tip and the key of data-tip-key of what is pointed at or focused.
// It repeats the accessible name, so it is hidden from assistive technology. It shows soon after the pointer rests, at once on keyboard focus.

import "./tooltip.css";

const REST_MS = 450;

/** Follows the pointer and the focus below `root` until the returned function is called. */
export function showTooltips(root: Document): () => void {
  const tip = root.createElement("div");
  tip.className = "tooltip";
  tip.popover = "manual";
  tip.setAttribute("aria-hidden", "true");
  root.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (target: HTMLElement): void => {
    if (!target.isConnected || target.getAttribute("aria-expanded") === "true") return;
    tip.textContent = target.dataset["tip"] ?? "";
    const key = target.dataset["tipKey"];
    if (key) tip.append(Object.assign(root.createElement("kbd"), { textContent: key }));
    tip.showPopover();
    place(tip, target);
  };
  const onPointer = (event: PointerEvent): void => {
    hide();
    const target = targetOf(event);
    if (target && event.pointerType === "mouse") timer = setTimeout(() => show(target), REST_MS);
  };
  const onFocus = (event: FocusEvent): void => {
    hide();
    const target = targetOf(event);
    if (target?.matches(":focus-visible")) show(target);
  };
  root.addEventListener("pointerover", onPointer);
  root.addEventListener("focusin", onFocus);
  for (const name of ["pointerdown", "focusout", "keydown", "wheel"])
    root.addEventListener(name, hide, { passive: true });
  return () => {
    root.removeEventListener("pointerover", onPointer);
    root.removeEventListener("focusin", onFocus);
    for (const name of ["pointerdown", "focusout", "keydown", "wheel"]) root.removeEventListener(name, hide);
    tip.remove();
  };
}

function targetOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
}

function place(tip: HTMLElement, target: HTMLElement): void {
  const box = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const below = box.bottom + 6 + height < innerHeight;
  tip.style.left = `${Math.max(6, Math.min(innerWidth - width - 6, box.left + box.width / 2 - width / 2))}px`;
  tip.style.top = `${below ? box.bottom + 6 : box.top - height - 6}px`;
}
