// Another organisation's mail server, as a program that answers what a test wants it to.

import { createServer, type Socket } from "node:net";
import { TLSSocket, type SecureContext } from "node:tls";

import { createDataReader } from "../../standards/smtp/data-reader.ts";
import { createLineReader } from "../../standards/smtp/line-reader.ts";
import type { Cleanup } from "./database.ts";

export interface ReceivedMail {
  mailFrom: string;
  rcptTo: string[];
  data: string;
  isTls: boolean;
  connection: number;
}

export interface MailExchanger {
  port: number;
  received: ReceivedMail[];
  /** All commands of all connections, in order. */
  commands: string[];
  /** The answer to a command; undefined: the usual one. "close" breaks the connection. Data is asked about as "message". */
  answer: (command: string) => string | undefined;
  extensions: string[];
  connections: number;
}

export async function openMailExchanger(context: Cleanup, secureContext?: SecureContext): Promise<MailExchanger> {
  const open = new Set<Socket>();
  const exchanger: MailExchanger = {
    port: 0,
    received: [],
    commands: [],
    answer: () => undefined,
    extensions: ["PIPELINING", "8BITMIME", ...(secureContext ? ["STARTTLS"] : [])],
    connections: 0,
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => undefined);
    exchanger.connections += 1;
    serve(socket, exchanger, exchanger.connections, secureContext);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  exchanger.port = (server.address() as { port: number }).port;
  context.after(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return exchanger;
}

function serve(first: Socket, exchanger: MailExchanger, connection: number, secureContext?: SecureContext): void {
  let socket = first;
  let lines = createLineReader(10_000);
  let data: ReturnType<typeof createDataReader> | undefined;
  let mail: ReceivedMail = { mailFrom: "", rcptTo: [], data: "", isTls: false, connection };
  const say = (reply: string): void => {
    if (reply === "close") socket.destroy();
    else socket.write(`${reply}\r\n`);
  };

  function receive(octets: Buffer): void {
    if (data) {
      const result = data.push(octets);
      if (result.type !== "end") return;
      const answer = exchanger.answer("message") ?? "250 2.0.0 OK";
      if (answer.startsWith("2")) exchanger.received.push({ ...mail, data: data.message().toString("utf8") });
      data = undefined;
      say(answer);
      receive(result.rest);
      return;
    }
    lines.push(octets);
    for (let line = lines.next(); line?.type === "line"; line = lines.next()) {
      take(line.text);
      if (data) return receive(lines.rest());
    }
  }

  function take(command: string): void {
    exchanger.commands.push(command);
    const verb = command.slice(0, 4).toUpperCase();
    const chosen = exchanger.answer(command);
    const isFine = chosen === undefined || chosen.startsWith("2");
    if (verb === "MAIL" && isFine) mail = { ...mail, mailFrom: command.slice(10), rcptTo: [] };
    if (verb === "RCPT" && isFine) mail.rcptTo.push(command.slice(8));
    if (verb === "DATA" && chosen === undefined) data = createDataReader();
    if (chosen !== undefined) return say(chosen);
    if (verb === "EHLO")
      return say(["250-mx.luar.example", ...exchanger.extensions.map((one) => `250-${one}`), "250 HELP"].join("\r\n"));
    if (verb === "DATA") return say("354 go");
    if (verb === "STAR") {
      say("220 go");
      socket.removeAllListeners("data");
      socket = new TLSSocket(first, { isServer: true, secureContext }).on("error", () => undefined);
      lines = createLineReader(10_000);
      mail = { ...mail, isTls: true };
      socket.on("data", receive);
      return;
    }
    say(verb === "QUIT" ? "221 bye" : "250 2.1.0 OK");
  }

  socket.on("data", receive);
  say(exchanger.answer("greeting") ?? "220 mx.luar.example ESMTP");
}
