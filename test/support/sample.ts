// The organisation to try, as tests with a browser use it. A run of all tests makes it once (SUREL_TEST_SAMPLE_DIR), and every server
// starts on a copy; a test file by itself makes its own.

import { cp } from "node:fs/promises";

import { npmStart, untilServing, type SurelProcess } from "./surel-process.ts";

export const PASSWORD = "Rahasia-Kota-2026";

/** Into a data folder that has nothing yet. Without a sample that was made before, whoever starts on it makes one. */
export async function takeSample(dataDir: string): Promise<void> {
  const made = process.env.SUREL_TEST_SAMPLE_DIR;
  if (made) await cp(made, dataDir, { recursive: true, verbatimSymlinks: true });
}

/** Surel with the organisation to try, on a data folder that does not exist yet. */
export async function startWithSample(dataDir: string): Promise<SurelProcess> {
  await takeSample(dataDir);
  const surel = await npmStart(dataDir, { SUREL_DEMO_PASSWORD: PASSWORD });
  await untilServing(surel);
  return surel;
}

/** Makes what others copy: a data folder of a server that came to its orderly end. */
export async function makeSample(dataDir: string): Promise<void> {
  await using surel = await startWithSample(dataDir);
  surel.process.kill("SIGTERM");
  if ((await surel.ended) !== 0) throw new Error(`the sample could not be made: ${surel.output()}`);
}
