// Opening a connection, as a parameter: tests dial servers of their own.

import { connect, type Socket } from "node:net";

/** Resolves with a connected socket; rejects after `timeoutMs` at the latest. `address` is an IP address or a name. */
export type Dial = (target: { address: string; port: number; timeoutMs: number }) => Promise<Socket>;

export const systemDial: Dial = ({ address, port, timeoutMs }) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    const timer = setTimeout(
      () => fail(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })),
      timeoutMs,
    );
    function fail(error: Error): void {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    }
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
