import { chromium } from "playwright-core";
import { readdirSync, readFileSync } from "node:fs";
const [out, cols, width, ...files] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--headless"] });
const p = await b.newPage({ viewport: { width: cols*(+width+8), height: 600 } });
await p.setContent(`<body style="margin:0;background:#888;display:grid;grid-template-columns:repeat(${cols},${width}px);gap:8px;font:12px sans-serif">`+files.map(f=>`<figure style="margin:0"><figcaption style="color:#fff">${f.split("/").at(-1)}</figcaption><img style="width:100%" src="data:image/png;base64,${readFileSync(f).toString("base64")}"></figure>`).join(""));
await p.waitForTimeout(200);
await p.screenshot({ path: out, fullPage: true });
await b.close();
