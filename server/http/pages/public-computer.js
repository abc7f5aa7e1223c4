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
// Another window of this session went: this one is still here.
if (channel) channel.addEventListener("message", () => setTimeout(stay, 1000));
// What the page before this one said on its way out may arrive after this one was asked for.
stay();
setTimeout(stay, 4000);
