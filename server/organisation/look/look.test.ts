import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateSync } from "node:zlib";

import { accentOf, contrastProblems, DEFAULT_ACCENT, mailStyle, pagesStyle, shadesOf } from "./accent.ts";
import { contrastOf, isShowable, parseHex, toHex } from "./colour.ts";
import { badgePng, iconPng, iconSvg } from "./icon.ts";
import { lookOf } from "./look.ts";

const hexes = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#7f7f7f"];

test("a colour comes back from what people see of it, and black on white has the contrast that WCAG names", () => {
  for (const hex of [...hexes, "#0a7d5c", "#c0392b"]) assert.equal(toHex(parseHex(hex)), hex);
  assert.ok(Math.abs(contrastOf(parseHex("#000000"), parseHex("#ffffff")) - 21) < 0.01);
  assert.ok(Math.abs(contrastOf(parseHex("#777777"), parseHex("#ffffff")) - 4.48) < 0.01);
});

test("WCAG 2.2 §1.4.3: whatever colour an organisation has, what stands on it and in it can be read, in light and dark", () => {
  const many = Array.from({ length: 360 }, (_, hue) => toHex({ lightness: 0.6, chroma: 0.3, hue }));
  for (const hex of [...hexes, ...many]) {
    const accent = accentOf(hex);
    assert.deepEqual(contrastProblems(accent), [], hex);
    for (const { accent: plain, strong } of Object.values(shadesOf(accent))) {
      assert.ok(isShowable(plain) && isShowable(strong), hex);
    }
  }
  assert.deepEqual(contrastProblems(DEFAULT_ACCENT), []);
});

test("an organisation without a colour of its own costs no style sheet", () => {
  assert.equal(mailStyle(DEFAULT_ACCENT) + pagesStyle(DEFAULT_ACCENT), "");
  assert.match(
    mailStyle(accentOf("#8a1538")),
    /^:root\{--accent-hue:[\d.]+;--accent-chroma:0\.\d+;--accent:light-dark\(oklch.*\}\n$/,
  );
  assert.match(pagesStyle(accentOf("#8a1538")), /--accent:#[0-9a-f]{6};.*@media\(prefers-color-scheme:dark\)/s);
});

test("the letter is that of the word which tells the agency from others", () => {
  const letterOf = (name: string) => lookOf({ name, settings: {} }).icon.letter;
  assert.equal(letterOf("Pemerintah Kota Pematangsiantar"), "P");
  assert.equal(letterOf("Kementerian Sosial Republik Indonesia"), "S");
  assert.equal(letterOf("Badan Kepegawaian Negara"), "K");
  assert.equal(letterOf("Kota"), "K");
});

test("the icon is a picture of its size, round at the corners or to the edges, and the same as the vector says", () => {
  const icon = { letter: "C", colour: "#0f6377", flap: "#0a4d5d" };
  const round = readPng(iconPng(icon, 64));
  const whole = readPng(iconPng(icon, 64, { isMaskable: true }));
  assert.deepEqual([round.width, round.height, round.at(0, 0)[3]], [64, 64, 0]);
  assert.deepEqual(whole.at(0, 63), [0x0f, 0x63, 0x77, 255]);
  assert.deepEqual(round.at(32, 4), [0x0a, 0x4d, 0x5d, 255]);
  assert.deepEqual(readPng(badgePng(48)).at(24, 1)[3], 0);
  assert.match(iconSvg(icon), /fill="#0f6377".*stroke="#fff"/s);
  assert.match(iconSvg({ ...icon, letter: "Ж" }), /<path d="" /);
});

function readPng(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const size = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + size);
    assert.equal(png.readUInt32BE(at + 8 + size), crc32(named));
    if (named.toString("latin1", 0, 4) === "IDAT") parts.push(named.subarray(4));
    at += size + 12;
  }
  const rows = inflateSync(Buffer.concat(parts));
  return {
    width,
    height,
    at: (x: number, y: number) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)],
  };
}
