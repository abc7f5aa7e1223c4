// What the page names. What a module imports the browser takes as the sign-in page, which preloads it, had it compiled; what a page names
// itself it compiles again. So this is next to nothing, and the application stands in what it imports.

import { begin } from "./main.tsx";

void begin();
