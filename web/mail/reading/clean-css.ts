// Styles of a message, read by the browser's own CSS parser: nothing is fetched by them and nothing leaves its place.

const FETCHES = /url\(|image-set\(|image\(|cross-fade\(|src\(|element\(|paint\(/i;
const COLOURS = ["color", "background-color", "background"];

/** Removes what fetches or escapes. True when it sets colours. */
export function cleanDeclarations(style: CSSStyleDeclaration): boolean {
  let hasColours = false;
  for (const name of Array.from(style)) {
    const value = style.getPropertyValue(name);
    if (FETCHES.test(value) || name.startsWith("--") || isEscape(name, value)) style.removeProperty(name);
    else hasColours ||= COLOURS.includes(name) && !/^(?:inherit|initial|transparent|unset|currentcolor)?$/i.test(value);
  }
  return hasColours;
}

/** The sheet without imports, fonts and fetches, as text again. */
export function cleanStyleSheet(
  text: string,
  window: Window & typeof globalThis,
): { text: string; hasColours: boolean } {
  const sheet = new window.CSSStyleSheet();
  // A constructed sheet ignores @import (CSSOM §6.1).
  sheet.replaceSync(text);
  const hasColours = cleanRules(sheet, window);
  return { text: [...sheet.cssRules].map((rule) => rule.cssText).join("\n"), hasColours };
}

function cleanRules(
  group: CSSStyleSheet | CSSGroupingRule | CSSStyleRule,
  window: Window & typeof globalThis,
): boolean {
  let hasColours = false;
  for (let index = group.cssRules.length - 1; index >= 0; index--) {
    const rule = group.cssRules[index];
    if (rule instanceof window.CSSStyleRule) {
      hasColours = cleanDeclarations(rule.style) || hasColours;
      if (rule.cssRules.length > 0) hasColours = cleanRules(rule, window) || hasColours;
    } else if (rule instanceof window.CSSMediaRule || rule instanceof window.CSSSupportsRule) {
      hasColours = cleanRules(rule, window) || hasColours;
    } else group.deleteRule(index);
  }
  return hasColours;
}

/** What lies over other things or sticks to the window could pretend to be ours. */
function isEscape(name: string, value: string): boolean {
  return (name === "position" && /fixed|sticky/i.test(value)) || name === "content-visibility" || name === "cursor";
}
