// One connection to another mail server, RFC 5321 as a client: greeting, TLS where it is offered, any number of transactions.
// Commands go out in one go where the server allows it (RFC 2920); every recipient gets an answer of its own.

import { isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

import { createReplyReader, ReplyError, type Reply } from "../../standards/smtp/reply.ts";
import { stuffDots } from "../../standards/smtp/stuff-dots.ts";

export interface ClientOptions {
  /** How we call ourselves. */
  hostname: string;
  /** What the certificate is asked for (SNI); it is not checked: anything encrypted beats plain text (RFC 7435). */
  serverName: string;
  /** False after a handshake has failed with this server. */
  useTls: boolean;
}

export interface OutgoingTransaction {
  /** With its parameters, as "<a@b.example> SIZE=100". */
  mailFrom: string;
  rcptTo: readonly string[];
  /** With CRLF line ends. */
  message: Buffer;
  /** Called when the server is about to get the message: from then on it may have taken it. */
  onHandingOver: () => void;
}

export interface TransactionResult {
  /** The answer to MAIL when it was refused: everybody's answer. */
  mailFrom?: Reply;
  /** In the order of the recipients. */
  rcptTo: Reply[];
  /** Absent when no recipient was accepted. */
  data?: Reply;
}

/** The server has said that it will not talk to us now (4xx) or ever (5xx). */
export class GreetingRefused extends Error {
  override readonly name = "GreetingRefused";
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`refused with ${reply.code}`);
    this.reply = reply;
  }
}

/** The TLS handshake failed; the same server may be tried without. */
export class TlsFailed extends Error {
  override readonly name = "TlsFailed";
}

/** RFC 5321 §4.5.3.2. */
const timeouts = { greeting: 300_000, command: 300_000, dataStart: 120_000, dataBlock: 180_000, dataEnd: 600_000 };
const tlsTimeoutMs = 60_000;
const quitTimeoutMs = 5_000;
const aliveTimeoutMs = 10_000;

export class SmtpClient implements AsyncDisposable {
  #socket: Socket;
  #reader = createReplyReader();
  #replies: Reply[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  #extensions = new Map<string, string>();
  readonly #options: ClientOptions;

  private constructor(socket: Socket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#listen();
  }

  /** Says hello on a fresh connection. Rejects with GreetingRefused, TlsFailed or what broke the connection; closes it then. */
  static async open(socket: Socket, options: ClientOptions): Promise<SmtpClient> {
    const client = new SmtpClient(socket, options);
    try {
      const greeting = await client.#reply(timeouts.greeting);
      if (greeting.code !== 220) throw new GreetingRefused(greeting);
      await client.#hello();
      if (options.useTls && client.#extensions.has("STARTTLS")) await client.#startTls();
      return client;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  get isUsable(): boolean {
    return this.#failure === undefined && !this.#socket.destroyed;
  }

  /** Whether a connection that was idle still answers. */
  async isAlive(): Promise<boolean> {
    if (!this.isUsable) return false;
    try {
      return (await this.#command("RSET", aliveTimeoutMs)).code === 250;
    } catch {
      // Closed by the server meanwhile, as servers do: that is the answer.
      return false;
    }
  }

  /** The keyword's parameters when the server offers the extension. */
  extension(keyword: string): string | undefined {
    return this.#extensions.get(keyword);
  }

  /** After a rejection the connection is not usable; whether the message was taken is unknown if it was being handed over. */
  async send({ mailFrom, rcptTo, message, onHandingOver }: OutgoingTransaction): Promise<TransactionResult> {
    const commands = [`MAIL FROM:${mailFrom}`, ...rcptTo.map((recipient) => `RCPT TO:${recipient}`)];
    const [mail, ...recipients] = this.#extensions.has("PIPELINING")
      ? await this.#commandsAtOnce(commands)
      : await this.#commandsInTurn(commands);
    if (!mail) throw new Error("no answer to MAIL");
    if (mail.code >= 300) {
      await this.#reset();
      return { mailFrom: mail, rcptTo: rcptTo.map(() => mail) };
    }
    if (!recipients.some(({ code }) => code < 300)) {
      await this.#reset();
      return { rcptTo: recipients };
    }
    const go = await this.#command("DATA", timeouts.dataStart);
    if (go.code !== 354) {
      await this.#reset();
      return { rcptTo: recipients, data: go };
    }
    onHandingOver();
    for (const piece of stuffDots(message)) await this.#write(piece, timeouts.dataBlock);
    return { rcptTo: recipients, data: await this.#reply(timeouts.dataEnd) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isUsable) {
      // Whether it is answered does not matter any more: what was sent has been answered for.
      await this.#command("QUIT", quitTimeoutMs).catch(() => undefined);
    }
    this.#socket.destroy();
  }

  async #hello(): Promise<void> {
    let reply = await this.#command(`EHLO ${this.#options.hostname}`, timeouts.command);
    this.#extensions.clear();
    if (reply.code === 250) {
      for (const line of reply.lines.slice(1)) {
        const [keyword = "", ...parameters] = line.split(" ");
        this.#extensions.set(keyword.toUpperCase(), parameters.join(" "));
      }
      return;
    }
    // RFC 5321 §3.2: a server that does not know EHLO is asked in the old way.
    if (reply.code >= 500) reply = await this.#command(`HELO ${this.#options.hostname}`, timeouts.command);
    if (reply.code !== 250) throw new GreetingRefused(reply);
  }

  /** Whatever goes wrong from here on is TlsFailed: the same server may do better without. */
  async #startTls(): Promise<void> {
    try {
      const reply = await this.#command("STARTTLS", timeouts.command);
      // Offered and refused: the message goes as it would to a server that does not offer it.
      if (reply.code !== 220) return;
      if (this.#replies.length > 0 || this.#failure) throw new Error("data before the handshake");
      this.#socket.removeAllListeners();
      this.#socket = await secured(this.#socket, this.#options.serverName);
    } catch (error) {
      throw new TlsFailed("TLS could not be started", { cause: error });
    }
    this.#reader = createReplyReader();
    this.#listen();
    await this.#hello();
  }

  async #commandsAtOnce(commands: readonly string[]): Promise<Reply[]> {
    await this.#write(Buffer.from(commands.map((command) => `${command}\r\n`).join("")), timeouts.command);
    const replies: Reply[] = [];
    for (let count = 0; count < commands.length; count++) replies.push(await this.#reply(timeouts.command));
    return replies;
  }

  async #commandsInTurn(commands: readonly string[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const command of commands) {
      replies.push(await this.#command(command, timeouts.command));
      if (replies.length === 1 && (replies[0]?.code ?? 500) >= 300) break;
    }
    return replies;
  }

  async #reset(): Promise<void> {
    await this.#command("RSET", timeouts.command);
  }

  async #command(command: string, timeoutMs: number): Promise<Reply> {
    await this.#write(Buffer.from(`${command}\r\n`), timeoutMs);
    return this.#reply(timeoutMs);
  }

  async #write(octets: Buffer, timeoutMs: number): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#socket.write(octets)) return;
    await this.#until(() => this.#socket.writableLength === 0, timeoutMs);
  }

  async #reply(timeoutMs: number): Promise<Reply> {
    await this.#until(() => this.#replies.length > 0, timeoutMs);
    const reply = this.#replies.shift();
    if (!reply) throw new Error("no reply");
    // RFC 5321 §3.8: the server is about to close.
    if (reply.code === 421) this.#failure ??= new GreetingRefused(reply);
    return reply;
  }

  async #until(condition: () => boolean, timeoutMs: number): Promise<void> {
    const timer = setTimeout(
      () => this.#fail(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
      timeoutMs,
    );
    try {
      while (!condition()) {
        if (this.#failure) throw this.#failure;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #listen(): void {
    this.#socket.on("data", (octets: Buffer) => {
      try {
        this.#replies.push(...this.#reader.push(octets));
      } catch (error) {
        this.#fail(error instanceof ReplyError ? error : new Error("a reply could not be read", { cause: error }));
      }
      this.#wake?.();
    });
    this.#socket.on("drain", () => this.#wake?.());
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#socket.destroy();
    this.#wake?.();
  }
}

function secured(socket: Socket, serverName: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // RFC 6066 §3: an address is no name to ask for.
    const servername = isIP(serverName) ? undefined : serverName;
    // No certificate is asked to be valid: without MTA-STS or DANE the alternative is no encryption at all (RFC 7435).
    const secure = connectTls({ socket, servername, rejectUnauthorized: false, minVersion: "TLSv1.2" });
    const timer = setTimeout(() => secure.destroy(new Error("no TLS handshake in time")), tlsTimeoutMs);
    const failed = (error?: Error): void => {
      clearTimeout(timer);
      reject(error ?? new Error("closed during the TLS handshake"));
    };
    secure.once("error", failed).once("close", failed);
    secure.once("secureConnect", () => {
      clearTimeout(timer);
      secure.off("error", failed).off("close", failed);
      resolve(secure);
    });
  });
}
