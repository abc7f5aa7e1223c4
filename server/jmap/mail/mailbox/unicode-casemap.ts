// i;unicode-casemap, RFC 5051 §2: without case, decomposed, compared by octets.

/** Texts that are equal without case are equal. */
export function compareByCasemap(a: string, b: string): number {
  return Buffer.compare(Buffer.from(casemap(a)), Buffer.from(casemap(b)));
}

const casemap = (text: string) => text.toUpperCase().normalize("NFKD");
