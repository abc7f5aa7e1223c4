// A table of people as spreadsheets write it: comma or semicolon, quotes doubled within quotes, the first line names columns
// (RFC 4180, and the semicolon of Indonesian spreadsheets).

/** Rows by column name in lower case; values without space around them; empty lines are left out. */
export function readTable(text: string): Record<string, string>[] {
  const plain = text.replace(/^\uFEFF/, "");
  const separator = (plain.split("\n", 1)[0] ?? "").includes(";") ? ";" : ",";
  const [head = [], ...rows] = splitCells(plain, separator).filter((row) => row.some((cell) => cell !== ""));
  const names = head.map((name) => name.toLowerCase());
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
}

function splitCells(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell.trim());
    cell = "";
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') cell += text[++index] ?? "";
      else quoted = false;
    } else if (character === '"' && cell.trim() === "") quoted = true;
    else if (character === separator) endCell();
    else if (character === "\n") {
      endCell();
      rows.push([]);
    } else cell += character;
  }
  endCell();
  return rows;
}
