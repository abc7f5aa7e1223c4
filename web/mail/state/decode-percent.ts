// Percent-encoding undone. What is none, or octets that are no UTF-8, stays as it was written: addresses come from strangers.

export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
