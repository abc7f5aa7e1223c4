import assert from "node:assert/strict";
import { test } from "node:test";

import { mapGround, mapText } from "./adapt-colours.ts";

const lightness = (css: string | undefined) => Number(/^oklab\(([\d.]+)/.exec(css ?? "")?.[1]);

test("dark text becomes light enough for a dark ground, light text stays as it is", () => {
  assert.equal(lightness(mapText("rgb(0, 0, 0)")), 0.93);
  assert.ok(lightness(mapText("rgb(31, 73, 125)")) > 0.72);
  assert.ok(lightness(mapText("rgb(0, 0, 238)")) > 0.72);
  assert.equal(mapText("rgb(255, 255, 255)"), undefined);
});

test("white paper becomes the ground, a tint a tint of it, and a hue stays that hue", () => {
  assert.equal(lightness(mapGround("rgb(255, 255, 255)")), 0.23);
  const yellow = mapGround("rgb(255, 255, 0)") ?? "";
  assert.ok(lightness(yellow) < 0.45);
  assert.match(yellow, /^oklab\(\S+ -0\.\d+ 0\.\d+ \/ 1\)$/);
  assert.equal(mapGround("rgba(0, 0, 0, 0)"), undefined);
  assert.equal(mapGround("color(srgb 1 1 1)"), undefined);
});
