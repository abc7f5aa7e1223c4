// Tells people soon of sign-ins from devices at which they were never seen.

import { tellNewDevices, type TellDependencies } from "../auth/tell-new-devices.ts";
import type { Job } from "./start-jobs.ts";

export function tellNewDevicesJob(dependencies: TellDependencies): Job {
  return {
    name: "tell-new-devices",
    everyMs: 10_000,
    run: async () => ({ told: await tellNewDevices(dependencies) }),
  };
}
