// The one thing that no form can do: have the browser ask an authenticator. The answer goes into the form, which is then sent.
"use strict";

const form = document.querySelector("form[data-passkey]");
const options = JSON.parse(document.getElementById("passkey-options").textContent);
const button = form.querySelector("button[type=submit]");
const failure = document.getElementById("passkey-failure");

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

async function make() {
  const { response, ...credential } = await navigator.credentials
    .create({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: withBytes(options.excludeCredentials),
      },
    })
    .then(describe);
  return { ...credential, response };
}

async function get() {
  return navigator.credentials
    .get({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        allowCredentials: withBytes(options.allowCredentials),
      },
    })
    .then(describe);
}

function describe(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = toText(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

if (window.PublicKeyCredential) {
  button.disabled = false;
} else {
  failure.hidden = false;
}

form.addEventListener("submit", async (event) => {
  if (form.elements.passkey.value !== "") return;
  event.preventDefault();
  failure.hidden = true;
  try {
    form.elements.passkey.value = JSON.stringify(await (form.dataset.passkey === "make" ? make() : get()));
    form.submit();
  } catch {
    // The person closed the browser's dialog, or there is no such passkey here: the page says what else can be done.
    failure.hidden = false;
  }
});
