// Comfort on top of forms that work without it: Caps Lock, showing a password, one submit at a time.
"use strict";

for (const field of document.querySelectorAll("[data-secret]")) {
  const input = field.querySelector("input");
  const reveal = field.querySelector(".reveal");
  const caps = document.getElementById(input.id + "-caps");

  field.classList.add("revealable");
  reveal.hidden = false;
  reveal.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    reveal.textContent = shown ? reveal.dataset.show : reveal.dataset.hide;
    reveal.setAttribute("aria-pressed", String(!shown));
    input.focus();
  });

  const watch = (event) => {
    if (typeof event.getModifierState === "function") caps.hidden = !event.getModifierState("CapsLock");
  };
  input.addEventListener("keydown", watch);
  input.addEventListener("keyup", watch);
  input.addEventListener("blur", () => {
    caps.hidden = true;
  });
  // A password manager must find a password when the form is sent.
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
}

for (const form of document.querySelectorAll("form")) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
    button.setAttribute("aria-disabled", "true");
  });
  // Back from the next page, or after a failed connection: the form is there to be used again.
  addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
}

// The mail application is read while somebody types, and waits for them. So are a browser's tables of dates and numbers, which it
// reads when they are first asked for, and which the list of mail shows.
if ("requestIdleCallback" in window) {
  requestIdleCallback(() => {
    const { lang } = document.documentElement;
    new Intl.DateTimeFormat(lang, { timeZone: "Asia/Jakarta", hour: "2-digit", minute: "2-digit" }).format();
    new Intl.NumberFormat(lang).format(0);
    const application = document.querySelector("link[data-application]");
    if (!application) return;
    const script = document.createElement("script");
    script.type = "module";
    script.src = application.href;
    document.head.append(script);
  });
}
