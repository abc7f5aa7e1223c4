import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import { listBodyParts } from "./body-structure.ts";
import { parseMessage } from "./parse-message.ts";
import type { Part } from "./types.ts";

type Tree = [type: string, ...children: (Tree | string)[]];

/** Headers of the leaves as strings; multiparts as lists. */
function linesOf(tree: Tree | string, counter = { next: 0 }): string[] {
  if (typeof tree === "string") return [...tree.split("\n"), "", "content"];
  const [type, ...children] = tree;
  const boundary = `b${counter.next++}`;
  const inner = children.flatMap((child) => [`--${boundary}`, ...linesOf(child, counter)]);
  return [`Content-Type: multipart/${type}; boundary=${boundary}`, "", ...inner, `--${boundary}--`];
}

function partsOf(tree: Tree | string) {
  const lists = listBodyParts(parseMessage(octetsOf(...linesOf(tree))));
  const label = (part: Part) => part.cid ?? part.partId;
  return {
    text: lists.textBody.map(label).join(" "),
    html: lists.htmlBody.map(label).join(" "),
    attachments: lists.attachments.map(label).join(" "),
    hasAttachment: lists.hasAttachment,
  };
}

const leaf = (type: string, cid: string, disposition?: string) =>
  `Content-Type: ${type}\nContent-ID: <${cid}>${disposition ? `\nContent-Disposition: ${disposition}` : ""}`;

test("RFC 8621 §4.1.4: the example with every kind of part", () => {
  const tree: Tree = [
    "mixed",
    leaf("text/plain", "A", "inline"),
    [
      "mixed",
      [
        "alternative",
        [
          "mixed",
          leaf("text/plain", "B", "inline"),
          leaf("image/jpeg", "C", "inline"),
          leaf("text/plain", "D", "inline"),
        ],
        ["related", leaf("text/html", "E"), leaf("image/jpeg", "F")],
      ],
      leaf("image/jpeg", "G", "attachment"),
      leaf("application/x-excel", "H"),
      leaf("message/rfc822", "J"),
    ],
    leaf("text/plain", "K", "inline"),
  ];
  assert.deepEqual(partsOf(tree), {
    text: "A B C D K",
    html: "A E K",
    attachments: "C F G H J",
    hasAttachment: true,
  });
});

test("RFC 8621 §4.1.4: an alternative with one form only has it in both lists", () => {
  assert.deepEqual(partsOf(["alternative", leaf("text/html", "H")]), {
    text: "H",
    html: "H",
    attachments: "",
    hasAttachment: false,
  });
  assert.equal(partsOf(["alternative", leaf("text/plain", "P")]).html, "P");
  assert.deepEqual(partsOf(leaf("text/html", "H")), { text: "H", html: "H", attachments: "", hasAttachment: false });
});

test("RFC 8621 §4.1.4: a calendar among alternatives is an attachment", () => {
  const tree: Tree = ["alternative", leaf("text/plain", "P"), leaf("text/html", "H"), leaf("text/calendar", "C")];
  assert.deepEqual(partsOf(tree), { text: "P", html: "H", attachments: "C", hasAttachment: true });
});

test("RFC 8621 §4.1.4: a text with a file name that is not the first part is an attachment", () => {
  const tree: Tree = ["mixed", leaf("text/plain; name=a.txt", "A"), leaf("text/plain; name=b.txt", "B")];
  assert.deepEqual(partsOf(tree), { text: "A", html: "A", attachments: "B", hasAttachment: true });
});

test("RFC 8621 §4.1.4: a message of a single file is an attachment", () => {
  assert.deepEqual(partsOf(leaf("application/pdf", "P")), {
    text: "",
    html: "",
    attachments: "P",
    hasAttachment: true,
  });
});

test("RFC 8621 §4.1.4: pictures of the HTML and signatures are attachments that do not count", () => {
  const picture: Tree = ["related", leaf("text/html", "H"), leaf("image/png", "I")];
  assert.deepEqual(partsOf(picture), { text: "H", html: "H", attachments: "I", hasAttachment: false });
  const signed: Tree = ["signed", leaf("text/plain", "P"), leaf("application/pgp-signature", "S")];
  assert.equal(partsOf(signed).hasAttachment, false);
  const asked: Tree = ["related", leaf("text/html", "H"), leaf("image/png", "I", "attachment")];
  assert.equal(partsOf(asked).hasAttachment, true);
  assert.equal(
    partsOf(["mixed", leaf("text/plain", "P"), leaf("application/pdf", "I", "inline")]).hasAttachment,
    false,
  );
});

test("alternatives within alternatives of which one list is gone do not fail", () => {
  const tree: Tree = ["alternative", ["mixed", leaf("text/html", "H"), ["alternative", leaf("text/plain", "P")]]];
  assert.deepEqual(partsOf(tree).html, "H");
});
