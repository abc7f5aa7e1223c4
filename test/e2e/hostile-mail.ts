// Messages that try to run, to fetch, or to escape; what succeeds calls attack() or asks the server for /stolen.

const RUN = "top.attack('ran')";

export const hostileMail: Record<string, string> = {
  script: `<p>a</p><script>${RUN}</script>`,
  "handler of a picture": `<img src="x:" onerror="${RUN}">`,
  "handler in a drawing": `<svg onload="${RUN}"><g/></svg>`,
  "handler that needs no fetching": `<details open ontoggle="${RUN}"><summary>x</summary></details>`,
  "animation event": `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="${RUN}">x</b>`,
  "script in a style of MathML": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: onerror=${RUN}&gt;">`,
  "frame of a page": `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  "object and embed": `<object data="data:text/html,<script>parent.top.attack('ran')</script>"></object><embed src="/stolen">`,
  "new base": `<base href="http://stolen.example/"><a href="x">x</a>`,
  "refreshing page": `<meta http-equiv="refresh" content="0;url=/stolen">`,
  "style sheet from outside": `<link rel="stylesheet" href="/stolen"><style>@import "/stolen"; body{background:url(/stolen)}</style>`,
  "inline styles that fetch": `<p style="background-image:url('/stolen')">x</p><p style="list-style:url(/stolen)">y</p>`,
  "picture from outside": `<img src="/stolen"><img srcset="/stolen 2x"><picture><source srcset="/stolen"></picture><table background="/stolen">`,
  "media and fonts": `<video src="/stolen" poster="/stolen" autoplay></video><style>@font-face{font-family:f;src:url(/stolen)}b{font-family:f}</style><b>x</b>`,
};

/** Those that a script or a form would need a click for. */
export const hostileLinks = `
  <a href="javascript:${RUN}">1</a><a href=" java&#10;script:${RUN}">2</a><a href="data:text/html,<script>${RUN}</script>">3</a>
  <a href="vbscript:x">4</a><form action="/stolen"><button>5</button></form><a href="https://contoh.example/" target="_top">6</a>`;
