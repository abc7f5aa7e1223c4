// A picture as a blob of the page: the address of the attachment itself is never put where it could be opened as a document.

import { useEffect, useState } from "preact/hooks";

import { PreviewState } from "./preview-state.tsx";
import { fetchAttachment, useLoaded } from "./use-loaded.ts";

export function PicturePreview({ href, name }: { href: string; name: string }) {
  const { value, isFailed } = useLoaded(async (signal) => (await fetchAttachment(href, signal))?.blob(), href);
  const [url, setUrl] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    if (!value) return undefined;
    const created = URL.createObjectURL(value);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [value]);
  if (url === null || isBroken) return <PreviewState isFailed={isFailed || isBroken} />;
  return (
    <figure class="preview-picture">
      <img src={url} alt={name} onError={() => setBroken(true)} />
    </figure>
  );
}
