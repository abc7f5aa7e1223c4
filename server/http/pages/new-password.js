// While a new password is typed: what is still missing and how strong it is, in the server's words. Nothing is asked before a pause, and
// the answer to an earlier text is dropped. The forms work without this.
"use strict";

const PAUSE_MS = 350;
const part = document.querySelector("[data-new-password]");
const [candidate, confirmation] = part.querySelectorAll("input");
const strength = part.querySelector(".strength");
const words = strength.querySelector("p");
const unequal = document.getElementById("unequal");
let timer;
let asked = 0;

function show({ level, text, rules }) {
  strength.hidden = text === "";
  strength.dataset.strength = level;
  if (words.textContent !== text) words.textContent = text;
  for (const item of part.querySelectorAll("[data-rule]")) {
    const met = rules[item.dataset.rule];
    if (met === undefined) item.removeAttribute("data-met");
    else item.dataset.met = met ? "yes" : "no";
  }
}

async function ask() {
  const turn = ++asked;
  if (candidate.value === "") return show({ level: 0, text: "", rules: {} });
  try {
    const response = await fetch("/password-preview", {
      method: "POST",
      body: new URLSearchParams({
        token: part.dataset.preview,
        language: document.documentElement.lang,
        candidate: candidate.value,
      }),
    });
    // Too many at once: the next key asks again.
    const told = response.ok ? await response.json() : { level: 0, text: "", rules: {} };
    if (turn === asked) show(told);
  } catch {
    // No network for the moment: the form itself says what is wrong when it is sent.
    if (turn === asked) show({ level: 0, text: "", rules: {} });
  }
}

function compare() {
  const differs = confirmation.value !== "" && !candidate.value.startsWith(confirmation.value);
  unequal.textContent = differs ? part.dataset.unequal : "";
  unequal.hidden = !differs;
}

candidate.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => void ask(), PAUSE_MS);
  compare();
});
confirmation.addEventListener("input", compare);
if (candidate.value !== "") void ask();
