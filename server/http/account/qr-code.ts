// A QR code as a drawing within the page: nothing is asked of anybody else, and the secret in it goes nowhere.

import { encode } from "uqr";

import { html, type Html } from "../html.ts";

const BORDER = 2;

/** `label` is what a screen reader says. */
export function qrCode(text: string, label: string): Html {
  const { size, data } = encode(text, { ecc: "M", border: BORDER });
  let path = "";
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`;
    }
  });
  return html`<svg
    class="qr"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path fill="currentColor" d="${path}" />
  </svg>`;
}
