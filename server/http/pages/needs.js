// Whether the browser has what the mail application needs; an older one is shown what to do. In the words of 2009, so that it runs
// everywhere, and loaded before the application, which an old browser cannot even read.
/* oxlint-disable no-var */
(function () {
  var has =
    "noModule" in HTMLScriptElement.prototype &&
    "popover" in HTMLElement.prototype &&
    "toSorted" in Array.prototype &&
    "withResolvers" in Promise &&
    "showModal" in (window.HTMLDialogElement || Object).prototype &&
    window.CSS &&
    CSS.supports("color", "light-dark(#000, oklch(1 0 0))") &&
    CSS.supports("selector(&)");
  if (!has) location.replace("/unsupported");
})();
