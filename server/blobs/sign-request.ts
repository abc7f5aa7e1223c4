// AWS Signature Version 4 for the few requests of a blob store: one chunk, signed headers only. Pure.
import { createHash, createHmac } from "node:crypto";

export interface S3Credentials {
  accessKey: string;
  secretKey: string;
  region: string;
}

export interface S3Request {
  method: "GET" | "PUT" | "DELETE" | "HEAD";
  url: URL;
  body: Uint8Array;
  at: Date;
}

/** The headers to send; `host` is what fetch sends for the URL. */
export function signRequest({ method, url, body, at }: S3Request, credentials: S3Credentials): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const headers = { host: url.host, "x-amz-content-sha256": bodyHash, "x-amz-date": time };
  const names = Object.keys(headers).join(";");
  const canonical = [
    method,
    url.pathname,
    url.searchParams.toString(),
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    "",
    names,
    bodyHash,
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${credentials.secretKey}`);
  const signature = createHmac("sha256", key).update(toSign).digest("hex");
  return {
    "x-amz-content-sha256": bodyHash,
    "x-amz-date": time,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
