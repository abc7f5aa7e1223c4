// Where the symbols of the icons are: in a file of their own, which comes with the page, and later in the page itself.

import file from "./icons.svg?no-inline";

export const sprite = { file, symbols: `${file}#` };
