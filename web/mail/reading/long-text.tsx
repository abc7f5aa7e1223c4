// Plain text that is too long to be laid out at once, in chunks: the browser lays out those that are looked at. All of it is there to
// be searched and copied.

import { useMemo } from "preact/hooks";

import { chunksOf, piecesOf } from "./cut-text.ts";
import { linkSpans, type TextSpan } from "./parse-text.ts";

export { breakLongText } from "./break-long-text.ts";

export function LongText({ text }: { text: string }) {
  const chunks = useMemo(() => chunksOf(text).map(linkSpans), [text]);
  return (
    <>
      {chunks.map((spans, index) => (
        <span key={index} class="text-chunk">
          {spans.map(renderSpan)}
        </span>
      ))}
    </>
  );
}

function renderSpan({ text, href }: TextSpan, index: number) {
  const pieces = piecesOf(text).flatMap((piece, at) => (at === 0 ? [piece] : [<wbr key={at} />, piece]));
  if (href === undefined) return pieces;
  return (
    <a key={index} href={href} target="_blank" rel="noopener noreferrer">
      {pieces}
    </a>
  );
}
