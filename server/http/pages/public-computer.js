// On a public computer the session ends with its last window: each page says when it goes, and any page that is still there, or comes
// next, says that it is.
"use strict";

const say = (state) =>
  fetch("/account/window", { method: "POST", body: new URLSearchParams({ state }), keepalive: true });
const stay = () => void say("open").catch(() => undefined);
const channel = "BroadcastChannel" in window ? new BroadcastChannel("surel-windows") : undefined;

addEventListener("pagehide", () => {
  navigator.sendBeacon("/account/window", new URLSearchParams({ state: "closed" }));
  if (channel) channel.postMessage("closed");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) stay();
});
// What a page says on its way out may arrive late, so that who answers it does so again.
const answer = () => [1000, 5000].forEach((ms) => setTimeout(stay, ms));
// Another window of this session went: this one is still here.
if (channel) channel.addEventListener("message", answer);
// The page before this one went.
stay();
answer();
