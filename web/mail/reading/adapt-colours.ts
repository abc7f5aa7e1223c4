// Coloured mail in the dark: the colours that its author chose, mapped so that it can be read on a dark ground, hue by hue. Only
// declarations are added to what the sanitizer has built, and taken away again.

/** More elements than this stay on white paper: looking at each would hold up the reading. */
const MAX_ELEMENTS = 4000;
/** Lightness (OKLCH) of the ground, and the darkest that text may be on it. */
const GROUND = 0.23;
const DARKEST_TEXT = 0.72;

type Colour = { l: number; a: number; b: number; alpha: number };

/**
 * Whether the author designed a page rather than coloured some words: surfaces of colour or several pictures, which would be spoilt.
 * The document must be laid out.
 */
export function isDesigned({ body, defaultView }: Document): boolean {
  if (!defaultView) return true;
  const elements = body.getElementsByTagName("*");
  if (elements.length > MAX_ELEMENTS) return true;
  const total = Math.max(1, body.scrollWidth * body.scrollHeight);
  let coloured = 0;
  let pictures = 0;
  for (const element of elements) {
    if (element.nodeName === "IMG") {
      if (Number(element.getAttribute("width") ?? 101) > 100) pictures++;
      continue;
    }
    const ground = parseColour(defaultView.getComputedStyle(element).backgroundColor);
    if (!ground || (ground.l > 0.6 && chroma(ground) < 0.05)) continue;
    const { width, height } = element.getBoundingClientRect();
    coloured += width * height;
  }
  return pictures > 1 || coloured / total > 0.06;
}

/** Returns what takes the change back. */
export function darken({ body, defaultView }: Document): () => void {
  if (!defaultView) return () => {};
  const changes: { style: CSSStyleDeclaration; name: string; value: string }[] = [];
  const inherited = new Map<Element, string>();
  for (const element of [body, ...body.getElementsByTagName("*")] as HTMLElement[]) {
    if (element.nodeName === "STYLE" || element.nodeName === "IMG") continue;
    const look = defaultView.getComputedStyle(element);
    const { color, backgroundColor } = look;
    inherited.set(element, color);
    const change = (name: string, value: string | undefined) => {
      if (value !== undefined) changes.push({ style: element.style, name, value });
    };
    const isOwn = element === body || inherited.get(element.parentElement ?? body) !== color;
    if (isOwn) change("color", mapText(color));
    change("background-color", mapGround(backgroundColor));
    for (const side of ["top", "right", "bottom", "left"]) {
      if (look.getPropertyValue(`border-${side}-style`) === "none") continue;
      const line = `border-${side}-color`;
      change(line, mapGround(look.getPropertyValue(line), 0.12));
    }
  }
  const before = changes.map(({ style, name }) => [style.getPropertyValue(name), style.getPropertyPriority(name)]);
  for (const { style, name, value } of changes) style.setProperty(name, value, "important");
  return () => {
    changes.forEach(({ style, name }, index) => {
      const [value = "", priority = ""] = before[index] ?? [];
      if (value === "") style.removeProperty(name);
      else style.setProperty(name, value, priority);
    });
  };
}

/** Dark text becomes light, the darkest the lightest; what is light already stays. */
export function mapText(css: string): string | undefined {
  const colour = parseColour(css);
  if (!colour || colour.l >= DARKEST_TEXT) return undefined;
  return formatColour(colour, 0.93 - colour.l * ((0.93 - DARKEST_TEXT) / DARKEST_TEXT), 0.13);
}

/** White becomes the ground itself, what is tinted a tint of it; dark grounds stay dark. `lift`: how far lines stand out. */
export function mapGround(css: string, lift = 0): string | undefined {
  const colour = parseColour(css);
  if (!colour) return undefined;
  const lightness = colour.l >= 0.5 ? GROUND + (1 - colour.l) * 0.42 : Math.min(colour.l, 0.44);
  return formatColour(colour, Math.max(GROUND, lightness) + lift, 0.09);
}

/** Of "rgb(…)" and "rgba(…)" as computed styles have them; undefined for what is transparent or of another form. */
function parseColour(css: string): Colour | undefined {
  const [red, green, blue, alpha = 1] = (/^rgba?\(([^)]*)\)$/.exec(css)?.[1] ?? "").split(/[\s,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined || !(alpha > 0)) return undefined;
  // Björn Ottosson's OKLab.
  const [r, g, b] = [red, green, blue].map((value) => linear(value / 255)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    alpha,
  };
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function chroma({ a, b }: Colour): number {
  return Math.hypot(a, b);
}

function formatColour(colour: Colour, lightness: number, maxChroma: number): string {
  const scale = Math.min(1, maxChroma / Math.max(chroma(colour), 1e-6));
  const [l, a, b] = [lightness, colour.a * scale, colour.b * scale].map((value) => value.toFixed(3));
  return `oklab(${l} ${a} ${b} / ${colour.alpha})`;
}
