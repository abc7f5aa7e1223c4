// A socket that gathers what is written to it between cork and uncork in one turn, however often, into one system call: several
// statements sent to the database one after the other cost one, and arrive together.
import { Socket } from "node:net";

export class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}
