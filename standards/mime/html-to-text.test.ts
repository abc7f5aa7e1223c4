import assert from "node:assert/strict";
import { test } from "node:test";
import { htmlToText } from "./html-to-text.ts";

test("text is what a reader sees: blocks on lines, paragraphs apart, white space folded", () => {
  assert.equal(
    htmlToText(
      "<html><head><title>t</title></head><body><p>One  \n two<br>three</p><div>four</div><ul><li>a<li>b</ul>end",
    ),
    "One two\nthree\n\nfour\n\na\nb\n\nend",
  );
  assert.equal(htmlToText("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>"), "a b\nc");
  assert.equal(htmlToText("a <b> b</b> <i>c </i>d<b>e</b>"), "a b c de");
  assert.equal(htmlToText("<pre>a\n  b\n\nc</pre>d"), "a\nb\n\nc\n\nd");
});

test("script, style, head and comments are left out, also when they are broken", () => {
  assert.equal(htmlToText("a<style>p{}</style><SCRIPT>x<y</Script >b<!-- c > d -->e<![if !mso]>f<![endif]>"), "abef");
  assert.equal(htmlToText("a<script>b"), "ab");
  assert.equal(htmlToText("a<!-- b"), "a");
  assert.equal(htmlToText("<!-- x>y"), "y");
  assert.equal(htmlToText("<head><meta>text without an end of the head"), "text without an end of the head");
});

test("character references, also of Windows and without semicolon", () => {
  assert.equal(
    htmlToText("&lt;b&gt; &amp;amp; &nbsp;&eacute;&#233;&#xe9;&euro;&#150;&copy 2026 &unknown; &"),
    "<b> &amp;  ééé€–© 2026 &unknown; &",
  );
  assert.equal(htmlToText("&#0;&#xffffffff;&#xd800;"), "\ufffd\ufffd\ufffd");
});

test("attributes may hold a bracket; broken quotes swallow nothing", () => {
  assert.equal(htmlToText("<a title=\"a > b\" href='x>y'>c</a>"), "c");
  assert.equal(htmlToText('<a title="open>b</a> text'), "b text");
  assert.equal(htmlToText("<p don't>b's"), "b's");
  assert.equal(htmlToText("1 < 2 and 3 > 2 <"), "1 < 2 and 3 > 2 <");
});

test("stops soon after the length asked for", () => {
  assert.ok(htmlToText("<p>word</p>".repeat(100_000), 100).length < 120);
});

test("hostile HTML of a megabyte ends", { timeout: 20_000 }, () => {
  for (const piece of [
    "<",
    "<!--",
    '<a x="',
    "<a b='\">",
    "<script>",
    "&#",
    "<p",
    "</",
    "<pre>\n",
    '<a b=">" c=">"',
    "  \n<b>",
  ]) {
    htmlToText(piece.repeat(1_000_000 / piece.length));
  }
});
