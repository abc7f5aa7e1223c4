import assert from "node:assert/strict";
import { test } from "node:test";

import { passwordNoticeText } from "./password-notice-text.ts";

const facts = {
  lastDay: "2026-07-23",
  graceLastDay: "2026-07-30",
  workingDaysLeft: 3,
  provisional: false,
  contact: "Meja Layanan Diskominfo, 0622-123456",
};

test("R65: what is sent carries no link, names the way and the days, in both languages", () => {
  for (const language of ["id", "en"] as const) {
    for (const kind of ["reminder", "shortened", "expired", "disabled"] as const) {
      const notice = passwordNoticeText({ ...facts, kind }, language);
      assert.ok(notice);
      assert.doesNotMatch(notice.subject + notice.text, /https?:|www\.|\.go\.id|<a|@/i);
      assert.ok(notice.subject.length < 78);
    }
  }
  const reminder = passwordNoticeText({ ...facts, kind: "reminder" }, "id");
  assert.match(reminder?.text ?? "", /berlaku hingga Kamis, 23 Juli 2026 \(3 hari kerja lagi\)\./);
  assert.match(reminder?.text ?? "", /Setelah Kamis, 30 Juli 2026, akun dinonaktifkan oleh sistem/);
  assert.match(reminder?.text ?? "", /Pengaturan > Keamanan > Ubah Kata Sandi/);
});

test("a provisional date says so, and the last day is called today", () => {
  const notice = passwordNoticeText({ ...facts, kind: "reminder", provisional: true, workingDaysLeft: 0 }, "en");
  assert.match(notice?.text ?? "", /\(today\)\. This date is provisional/);
});

test("what is shown on the spot is not sent", () => {
  assert.equal(passwordNoticeText({ ...facts, kind: "changed" }, "id"), undefined);
});
