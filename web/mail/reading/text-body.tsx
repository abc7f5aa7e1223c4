// A message body in plain text: as written, with its addresses as links and its quotes folded.

import { useMemo } from "preact/hooks";

import { useMailApp, useWords } from "../state/mail-app.ts";
import { isLongText } from "./is-long-text.ts";
import { LongText } from "./lazy-long-text.ts";
import { fieldOf, linkSpans, parseText, type TextBlock, type TextSpan } from "./parse-text.ts";
import { writeToLink } from "./write-to-link.ts";

export function TextBody({ text }: { text: string }) {
  const app = useMailApp();
  const blocks = useMemo(() => parseText(text), [text]);
  return (
    <div class="text-body" dir="auto" onClick={(event) => writeToLink(app, event)}>
      {blocks.map((block, index) => (
        <Block key={index} block={block} isFirst={index === 0} />
      ))}
    </div>
  );
}

function Block({ block, isFirst }: { block: TextBlock; isFirst: boolean }) {
  const { t } = useWords();
  const { text } = block;
  if (block.kind === "fields" && !isLongText(text)) return <Fields lines={text.split("\n")} />;
  const content = isLongText(text) ? <LongText text={text} /> : linkSpans(text).map(renderSpan);
  if (block.kind !== "quote") return <p class={`text-${block.kind}`}>{content}</p>;
  const quote = <blockquote>{content}</blockquote>;
  if (isFirst) return quote;
  return (
    <details>
      <summary class="quote-toggle" aria-label={t.reading.showQuoted} data-tip={t.reading.showQuoted}>
        •••
      </summary>
      {quote}
    </details>
  );
}

/** A line that is no field goes on with the one above. */
function Fields({ lines }: { lines: readonly string[] }) {
  return (
    <div class="text-fields">
      {lines.map((line, index) => {
        const [name, value] = fieldOf(line) ?? ["", line.trim()];
        return (
          <div key={index}>
            <span>{name}</span>
            <span>{name && ":"}</span>
            <span>{linkSpans(value).map(renderSpan)}</span>
          </div>
        );
      })}
    </div>
  );
}

function renderSpan(span: TextSpan, index: number) {
  if (span.href === undefined) return span.text;
  return (
    <a key={index} href={span.href} target="_blank" rel="noopener noreferrer">
      {span.text}
    </a>
  );
}
