// What the measurements of the web client say: one line for each thing, what is asked beside what came out.

export interface Row {
  what: string;
  /** Milliseconds unless `unit` says otherwise. */
  values: readonly number[];
  unit?: string;
  /** The median must stay below; absent where it is told only. */
  asked?: number;
  /** What the fastest of two webmails in PHP needed for it on a machine like ours. */
  peer?: number;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function isReached({ values, asked }: Row): boolean {
  return asked === undefined || percentile(values, 0.5) <= asked;
}

export function print(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  console.table(
    rows.map((row) => {
      const { what, values, unit = "ms", asked, peer } = row;
      const median = percentile(values, 0.5);
      return {
        what,
        median: `${round(median)} ${unit}`,
        "95th": values.length > 3 ? round(percentile(values, 0.95)) : "",
        times: values.length,
        asked: asked === undefined ? "" : asked === 0 ? "0" : `<= ${asked}`,
        reached: asked === undefined ? "" : isReached(row) ? "yes" : "NO",
        peers: peer === undefined ? "" : `${peer} (${(peer / median).toFixed(1)} times ours)`,
      };
    }),
  );
}

function round(value: number): string {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
