// Another mail server that delivers to us, or a person's program that submits: one connection, one message after the other, and
// the last answer to each.

import { connect } from "node:net";

import { createReplyReader, type Reply } from "../../standards/smtp/reply.ts";
import { stuffDots } from "../../standards/smtp/stuff-dots.ts";

export interface Letter {
  from?: string;
  to: string;
  /** With CRLF; sent as it is but for the dots. */
  data: Uint8Array | string;
}

export interface Sender extends Disposable {
  /** The answer after the data, or the first refusal before it. */
  send(letter: Letter): Promise<Reply>;
}

export interface Login {
  address: string;
  appPassword: string;
}

export async function openSender(port: number, localAddress = "127.0.0.1", login?: Login): Promise<Sender> {
  const socket = connect({ port, host: "127.0.0.1", localAddress, noDelay: true });
  const reader = createReplyReader();
  const heard: Reply[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  socket.on("data", (octets) => {
    heard.push(...reader.push(octets as Buffer));
    wake?.();
  });
  for (const event of ["error", "close"] as const) {
    socket.on(event, (error?: unknown) => {
      failure ??= error instanceof Error ? error : new Error("the connection was closed");
      wake?.();
    });
  }
  async function answer(): Promise<Reply> {
    while (heard.length === 0) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return heard.shift()!;
  }
  async function say(command: string | Uint8Array): Promise<Reply> {
    socket.write(command);
    return answer();
  }
  await answer();
  await say("EHLO pengirim.example\r\n");
  if (login) {
    const secret = Buffer.from(`\0${login.address}\0${login.appPassword}`).toString("base64");
    const reply = await say(`AUTH PLAIN ${secret}\r\n`);
    if (reply.code !== 235) throw new Error(`not logged in: ${reply.code}`);
  }
  return {
    async send({ from = "warga@pengirim.example", to, data }) {
      for (const command of [`MAIL FROM:<${from}>\r\n`, `RCPT TO:<${to}>\r\n`, "DATA\r\n"]) {
        const reply = await say(command);
        if (reply.code < 400) continue;
        await say("RSET\r\n");
        return reply;
      }
      socket.write(Buffer.concat(stuffDots(Buffer.from(data))));
      return answer();
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
