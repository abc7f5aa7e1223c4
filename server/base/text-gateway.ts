// Text messages (SMS, WhatsApp) through an HTTP gateway of the operator's choice: one POST for each message. What the body looks
// like differs between gateways, so it is a template with {number} and {text}.

export interface TextGateway {
  url: string;
  /** Of the Authorization header. */
  authorization?: string;
  /** JSON with {number} and {text} as whole values or within them. */
  template?: string;
}

const TIMEOUT_MS = 15_000;
export const DEFAULT_TEMPLATE = '{"to":"{number}","text":"{text}"}';

/** Rejects when the gateway did not take the message (anything but 2xx). Redirects are not followed. */
export function createTextGateway({ url, authorization, template = DEFAULT_TEMPLATE }: TextGateway) {
  const shape: unknown = JSON.parse(template);
  return async ({ number, text }: { number: string; text: string }): Promise<void> => {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      body: JSON.stringify(fill(shape, { "{number}": number, "{text}": text })),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the gateway of text messages answered ${response.status}`);
  };
}

function fill(shape: unknown, values: Record<string, string>): unknown {
  if (typeof shape === "string") return shape.replace(/\{(?:number|text)\}/g, (mark) => values[mark] ?? mark);
  if (Array.isArray(shape)) return shape.map((item) => fill(item, values));
  if (typeof shape !== "object" || shape === null) return shape;
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, fill(value, values)]));
}
