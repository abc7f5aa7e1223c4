// What can be shown of an attachment. By its type; a file whose type says nothing is known by its name.

export type PreviewKind = "picture" | "text" | "message" | "pdf" | "none";

/** Those that a browser decodes without running anything; SVG is a document, so it is not among them. */
const PICTURES = /^image\/(?:png|gif|jpe?g|webp|avif|bmp)$/;
const TEXTS = /^(?:text\/(?!calendar)[\w.+-]+|application\/(?:json|xml|yaml|[\w.-]+\+(?:json|xml)))$/;
const TEXT_NAMES = /\.(?:txt|csv|tsv|log|md|json|xml|yaml|yml|ics|vcf)$/i;

export function previewKind({ type, name }: { type: string; name: string | null }): PreviewKind {
  const known = type.toLowerCase();
  if (PICTURES.test(known)) return "picture";
  if (known === "message/rfc822" || known === "message/global") return "message";
  if (known === "application/pdf") return "pdf";
  if (TEXTS.test(known) || known === "text/calendar") return "text";
  if (known !== "application/octet-stream" || name === null) return "none";
  if (/\.eml$/i.test(name)) return "message";
  if (/\.pdf$/i.test(name)) return "pdf";
  return TEXT_NAMES.test(name) ? "text" : "none";
}
