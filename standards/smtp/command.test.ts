import assert from "node:assert/strict";
import { test } from "node:test";

import { parseCommand } from "./command.ts";
import { createLineReader } from "./line-reader.ts";
import { createReplyReader, describeReply, formatReply, ReplyError } from "./reply.ts";
import { decodeResponse, parsePlain } from "./sasl.ts";
import { decodeXtext, encodeXtext } from "./xtext.ts";

const mailbox = (local: string, domain: string): object => ({ local, domain, isUtf8: false });

test("RFC 5321 §4.1.1: commands in any case, with their paths and parameters", () => {
  assert.deepEqual(parseCommand("ehlo Client.Example"), { verb: "EHLO", domain: "client.example" });
  assert.deepEqual(parseCommand("MAIL FROM:<>"), { verb: "MAIL", path: null, parameters: new Map() });
  assert.deepEqual(parseCommand("mail from:<a@b.example> size=10 BODY=8BITMIME SMTPUTF8"), {
    verb: "MAIL",
    path: mailbox("a", "b.example"),
    parameters: new Map([
      ["SIZE", "10"],
      ["BODY", "8BITMIME"],
      ["SMTPUTF8", null],
    ]),
  });
  assert.deepEqual(parseCommand('RCPT TO:<"a > b"@c.example> NOTIFY=NEVER'), {
    verb: "RCPT",
    path: mailbox('"a > b"', "c.example"),
    parameters: new Map([["NOTIFY", "NEVER"]]),
  });
  assert.deepEqual(parseCommand("RCPT TO:<POSTMASTER>"), { verb: "RCPT", path: "postmaster", parameters: new Map() });
  assert.deepEqual(parseCommand("AUTH plain ="), { verb: "AUTH", mechanism: "PLAIN", initialResponse: "=" });
});

test("RFC 5321 §4.1.1.3: a source route is ignored", () => {
  assert.deepEqual(parseCommand("RCPT TO:<@x.example,@y.example:a@b.example>"), {
    verb: "RCPT",
    path: mailbox("a", "b.example"),
    parameters: new Map(),
  });
});

test("RFC 5321 §4.2.4: what is no command", () => {
  const problemOf = (line: string): unknown => {
    const command = parseCommand(line);
    return command.verb === "invalid" ? command.problem : command.verb;
  };
  assert.equal(problemOf("GET / HTTP/1.1"), "unknownVerb");
  assert.equal(problemOf(""), "unknownVerb");
  assert.equal(problemOf("MAIL TO:<a@b.example>"), "syntax");
  assert.equal(problemOf("MAIL FROM:a@b.example"), "syntax");
  assert.equal(problemOf("MAIL FROM:<a@b.example"), "syntax");
  assert.equal(problemOf("MAIL FROM:<a@b.example>SIZE=1"), "parameter");
  assert.equal(problemOf("MAIL FROM:<a@b.example> SIZE=1 SIZE=2"), "parameter");
  assert.equal(problemOf("MAIL FROM:<a@b>c>"), "parameter");
  assert.equal(problemOf("RCPT TO:<>"), "mailbox");
  assert.equal(problemOf("DATA now"), "syntax");
  assert.equal(problemOf("EHLO"), "syntax");
});

test("RFC 5321 §2.3.8: lines end with CRLF only, wherever the octets are cut", () => {
  const linesOf = (text: string, size: number): unknown[] => {
    const reader = createLineReader(20);
    const lines: unknown[] = [];
    for (let at = 0; at < text.length; at += size) {
      reader.push(Buffer.from(text.slice(at, at + size)));
      for (let line = reader.next(); line; line = reader.next()) {
        lines.push(line.type === "line" ? line.text : line.type);
        if (line.type === "bareLineBreak") return lines;
      }
    }
    return lines;
  };
  for (const size of [1, 2, 3, 100]) {
    assert.deepEqual(linesOf("NOOP\r\n\r\nQUIT\r\n", size), ["NOOP", "", "QUIT"]);
    assert.deepEqual(linesOf(`${"x".repeat(50)}\r\nNOOP\r\n`, size), ["tooLong", "NOOP"]);
    assert.deepEqual(linesOf("NOOP\nQUIT\r\n", size), ["bareLineBreak"]);
    assert.deepEqual(linesOf("NOOP\rQUIT\r\n", size), ["bareLineBreak"]);
    assert.deepEqual(linesOf("NOOP\r\r\n", size), ["bareLineBreak"]);
  }
});

test("RFC 5321 §4.2: replies are read back as they are written; no text becomes a reply of its own", () => {
  const text = formatReply({ code: 550, enhanced: "5.1.1", lines: ["a\r\n250 ok", "b"] });
  assert.equal(text, "550-5.1.1 a  250 ok\r\n550 5.1.1 b\r\n");
  const reader = createReplyReader();
  assert.deepEqual(reader.push(Buffer.from(text.slice(0, 10))), []);
  const [reply] = reader.push(Buffer.from(`${text.slice(10)}250`));
  assert.deepEqual(reply, { code: 550, enhanced: "5.1.1", lines: ["a  250 ok", "b"] });
  assert.equal(describeReply({ code: 451, lines: ["a\x1b[2J\u0085b"] }), "451 a [2J b");
  assert.deepEqual(reader.push(Buffer.from("\r\n")), [{ code: 250, lines: [""] }]);
  assert.throws(() => reader.push(Buffer.from("HTTP/1.1 200 OK\r\n")), ReplyError);
  assert.throws(() => createReplyReader().push(Buffer.alloc(100_000, "250-x\r\n")), ReplyError);
});

test("RFC 4616 §2: PLAIN", () => {
  const plain = (text: string): unknown => parsePlain(decodeResponse(Buffer.from(text).toString("base64")) ?? "");
  assert.deepEqual(plain("\0a@b.example\0geheim"), { username: "a@b.example", password: "geheim" });
  assert.deepEqual(plain("A@b.example\0a@b.example\0geheim"), { username: "a@b.example", password: "geheim" });
  assert.equal(plain("lain@b.example\0a@b.example\0geheim"), null);
  assert.equal(plain("\0a@b.example"), null);
  assert.equal(plain("\0\0"), null);
  assert.equal(decodeResponse("???"), null);
  assert.equal(decodeResponse("/w=="), null);
  assert.equal(decodeResponse("="), "");
});

test("RFC 3461 §4: xtext", () => {
  assert.equal(decodeXtext("a+2Bb+3D"), "a+b=");
  assert.equal(decodeXtext("a+2bb"), null);
  assert.equal(encodeXtext("a+b=c d"), "a+2Bb+3Dc+20d");
  assert.equal(decodeXtext(encodeXtext("é+")), "é+");
});
