/** Of the row around an element of the list. */
export function emailIdOf(element: Element): string | undefined {
  return element.closest(".row")?.querySelector(".row-link")?.id.replace(/^row-/, "");
}
