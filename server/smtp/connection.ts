// The life of one connection: greeting, command lines (many at a time, RFC 2920), mail data, TLS, the end. Everything that goes
// wrong on our side is caught here: logged once with an id, answered 451 (452 for a full disk) with that id.

import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

import { parseCommand } from "../../standards/smtp/command.ts";
import { createDataReader } from "../../standards/smtp/data-reader.ts";
import { createLineReader, type Line } from "../../standards/smtp/line-reader.ts";
import { formatReply, type Reply } from "../../standards/smtp/reply.ts";
import { isDiskFull } from "../base/errors.ts";
import { createToken, type RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { ServerCertificate } from "../base/tls.ts";
import { continueAuth } from "./auth.ts";
import { endOfData } from "./data.ts";
import type { DataMemory } from "./data-memory.ts";
import { dispatch } from "./dispatch.ts";
import { createIncoming, type Incoming } from "./incoming.ts";
import type { SmtpLimits } from "./limits.ts";
import { rcpt, type RcptCommand } from "./rcpt.ts";
import { replies } from "./replies.ts";
import type { Outcome, Session, Surface } from "./session.ts";
import { tlsBegun } from "./starttls.ts";

export interface ConnectionOptions {
  surface: Surface;
  limits: SmtpLimits;
  memory: DataMemory;
  certificate?: ServerCertificate;
  /** Aborted when the server ends: what is being accepted is finished, then 421. */
  ending: AbortSignal;
  /** Waits before the answer to an error. */
  sleep: (milliseconds: number) => Promise<void>;
  random: RandomSource;
  log: Log;
}

/** Serves until the connection is over; never rejects. The socket is closed then. */
export async function serveConnection(socket: Socket, session: Session, options: ConnectionOptions): Promise<void> {
  const connection = new Connection(socket, session, options);
  try {
    await connection.serve();
  } catch (error) {
    // A peer that is gone or breaks TLS is no fault of ours.
    options.log.debug({ err: error, connection: session.id, peer: session.remoteAddress }, "connection lost");
  } finally {
    connection.close();
  }
}

/** After a refusal that ends the connection, what the peer still sends is dropped so that it can read the answer. */
const lingerMs = 5_000;
const lingerAtEndMs = 250;
const maxBatch = 1_000;

class Connection {
  #socket: Socket;
  #incoming: Incoming;
  #output = "";
  #isOver = false;
  readonly #session: Session;
  readonly #options: ConnectionOptions;
  readonly #lines;

  constructor(socket: Socket, session: Session, options: ConnectionOptions) {
    this.#socket = socket;
    this.#incoming = createIncoming(socket);
    this.#session = session;
    this.#options = options;
    this.#lines = createLineReader(options.limits.maxLineOctets);
  }

  async serve(): Promise<void> {
    const { surface, ending, limits } = this.#options;
    this.#say(replies.greeting(surface.hostname));
    while (!this.#isOver) {
      const line = this.#lines.next();
      if (line) {
        await this.#take(line);
        continue;
      }
      await this.#flush();
      if (ending.aborted) return this.#end(replies.shuttingDown(surface.hostname));
      const octets = await this.#incoming.read(limits.idleTimeoutMs, ending);
      if (octets === undefined) return;
      if (octets === "timeout") return this.#end(replies.timeout(surface.hostname));
      if (octets !== "interrupted") this.#lines.push(octets);
    }
  }

  close(): void {
    this.#incoming.release();
    this.#socket.on("error", () => undefined);
    this.#socket.destroySoon();
  }

  async #take(line: Line): Promise<void> {
    if (line.type === "bareLineBreak") {
      await this.#end(replies.bareLineBreakInCommand);
    } else if (line.type === "tooLong") {
      this.#session.login = undefined;
      await this.#answer({ reply: replies.lineTooLong });
    } else if (this.#session.login) {
      await this.#answer(await this.#guarded(() => continueAuth(this.#session, line.text, this.#options.surface)));
    } else {
      await this.#takeCommand(line.text);
    }
  }

  async #takeCommand(text: string): Promise<void> {
    const { surface, certificate, limits } = this.#options;
    const session = this.#session;
    const command = parseCommand(text);
    if (command.verb === "RCPT") {
      await this.#takeRecipients(command);
      return;
    }
    session.commandsWithoutMail += 1;
    if (session.commandsWithoutMail > limits.maxCommandsWithoutMail) {
      await this.#end(replies.tooManyCommands(surface.hostname));
      return;
    }
    const canStartTls = certificate?.current !== undefined;
    await this.#answer(await this.#guarded(() => dispatch(session, command, surface, { canStartTls })));
  }

  /** The command and all that have come after it in one go. */
  async #takeRecipients(first: RcptCommand): Promise<void> {
    const commands = [first];
    let following: Line | undefined;
    while (commands.length < maxBatch && (following = this.#lines.next())) {
      const command = following.type === "line" ? parseCommand(following.text) : undefined;
      if (command?.verb !== "RCPT") break;
      commands.push(command);
      following = undefined;
    }
    const outcomes = await this.#guardedAll(commands.length, () =>
      rcpt(this.#session, commands, this.#options.surface),
    );
    for (const outcome of outcomes) {
      if (this.#isOver) return;
      await this.#answer(outcome);
    }
    if (following && !this.#isOver) await this.#take(following);
  }

  async #answer({ reply, next }: Outcome): Promise<void> {
    const { surface, limits, sleep } = this.#options;
    const session = this.#session;
    if (reply.code >= 400) {
      session.errors += 1;
      if (session.errors > limits.maxErrors + session.acceptedRecipients) {
        return this.#end(replies.tooManyErrors(surface.hostname));
      }
      if (session.errors > limits.tarpitAfterErrors + session.acceptedRecipients) await sleep(limits.tarpitMs);
    }
    if (next === "close" || reply.code === 421) return this.#end(reply);
    this.#say(reply);
    if (next === "data") await this.#takeData();
    if (next === "tls") await this.#startTls();
  }

  async #takeData(): Promise<void> {
    const { surface, limits, memory } = this.#options;
    const until = performance.now() + limits.dataTimeoutMs;
    const reader = createDataReader();
    using reservation = memory.reserve();
    let refusal: Reply | undefined;
    let octets: Buffer | undefined = this.#lines.rest();
    await this.#flush();
    for (;;) {
      const result = reader.push(octets);
      if (result.type === "bareLineBreak") return await this.#end(replies.bareLineBreakInData);
      if (!refusal && reader.size > surface.maxMessageBytes) refusal = replies.tooLarge;
      else if (!refusal && !reservation.growTo(reader.size)) refusal = replies.outOfMemory;
      if (refusal) reader.discard();
      if (result.type === "end") {
        this.#lines.push(result.rest);
        break;
      }
      const more = await this.#incoming.read(Math.min(limits.idleTimeoutMs, until - performance.now()));
      if (more === undefined) return this.#abandon();
      if (typeof more === "string") return await this.#end(replies.timeout(surface.hostname));
      octets = more;
    }
    const refused = refusal;
    const raw = refused ? undefined : reader.message();
    await this.#answer(
      await this.#guarded(async () => {
        const outcome = await endOfData(this.#session, raw, surface);
        return refused ? { reply: refused } : outcome;
      }),
    );
  }

  async #startTls(): Promise<void> {
    const { certificate, limits } = this.#options;
    await this.#flush();
    // RFC 3207 §6: what a stranger put before the handshake is never taken for what the peer says inside it.
    if (this.#lines.rest().length > 0) return this.#abandon();
    this.#incoming.release();
    const secure = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: certificate?.current?.context,
      requestCert: false,
    });
    this.#socket = secure;
    this.#incoming = createIncoming(secure);
    await begun(secure, limits.idleTimeoutMs);
    tlsBegun(this.#session, `${secure.getProtocol() ?? "TLS"} ${secure.getCipher().standardName}`);
  }

  /** Says a last thing, and lets the peer read it: dropping a connection with unread octets would drop the answer too. */
  async #end(reply: Reply): Promise<void> {
    this.#isOver = true;
    this.#say(reply);
    await this.#flush();
    this.#socket.end();
    const patienceMs = this.#options.ending.aborted ? lingerAtEndMs : lingerMs;
    const until = performance.now() + patienceMs;
    for (let left = patienceMs; left > 0; left = until - performance.now()) {
      const octets = await this.#incoming.read(left);
      if (octets === undefined || typeof octets === "string") return;
    }
  }

  #abandon(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  #say(reply: Reply): void {
    this.#output += formatReply(reply);
  }

  async #flush(): Promise<void> {
    if (this.#output === "") return;
    const output = this.#output;
    this.#output = "";
    const socket = this.#socket;
    if (socket.write(output) || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), this.#options.limits.idleTimeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        socket.off("drain", done).off("close", done);
        resolve();
      };
      socket.on("drain", done).on("close", done);
    });
  }

  async #guarded(work: () => Promise<Outcome>): Promise<Outcome> {
    const [outcome] = await this.#guardedAll(1, async () => [await work()]);
    if (!outcome) throw new Error("no outcome");
    return outcome;
  }

  async #guardedAll(count: number, work: () => Promise<Outcome[]>): Promise<Outcome[]> {
    try {
      return await work();
    } catch (error) {
      const id = createToken(this.#options.random, 6);
      const { id: connection, remoteAddress: peer } = this.#session;
      this.#options.log.error({ err: error, errorId: id, connection, peer }, "smtp: a command failed on our side");
      const reply = isDiskFull(error) ? replies.diskFull(id) : replies.internalError(id);
      return Array.from({ length: count }, () => ({ reply }));
    }
  }
}

function begun(socket: TLSSocket, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error("no TLS handshake in time")), timeoutMs);
    const failed = (error?: Error): void => {
      clearTimeout(timer);
      reject(error ?? new Error("closed during the TLS handshake"));
    };
    socket.once("error", failed).once("close", failed);
    socket.once("secure", () => {
      clearTimeout(timer);
      socket.off("error", failed).off("close", failed);
      resolve();
    });
  });
}
