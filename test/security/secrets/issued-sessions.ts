/** The sessions that the lab's STS hands out, read off its answers. */
import type { ServerResponse } from "node:http";
import { FaultInjector } from "../../../lab/http";

/** Operations whose answers have a session. Other parts of STS are not in the lab. */
const OPERATIONS = new Set(["AssumeRole", "AssumeRoleWithWebIdentity"]);

/** What of a session is searched for: a key ID alone opens nothing, and is not expected anywhere either. */
const PARTS = [
  ["AccessKeyId", "the session's key ID"],
  ["SecretAccessKey", "the session's key"],
  ["SessionToken", "the session's token"],
] as const;

/**
 * Tells of every session that a lab of this process hands out from now on.
 *
 * @returns What ends it.
 */
export function watchSessions(tell: (what: string, value: string) => void): () => void {
  const original = Reflect.get(FaultInjector.prototype, "handle");
  FaultInjector.prototype.handle = function (requested, response, work) {
    if (OPERATIONS.has(requested.operation)) {
      onceAnswered(response, (answer) => {
        for (const [part, what] of PARTS) {
          const [, value] = new RegExp(`<${part}>([^<]+)</${part}>`).exec(answer) ?? [];
          if (value !== undefined) {
            tell(what, value);
          }
        }
      });
    }
    return original.call(this, requested, response, work);
  };
  return () => {
    FaultInjector.prototype.handle = original;
  };
}

/** Gathers what is written to a response, which may come in pieces. */
function onceAnswered(response: ServerResponse, then: (answer: string) => void): void {
  const pieces: Buffer[] = [];
  const gather = (piece: unknown): void => {
    if (typeof piece === "string" || piece instanceof Uint8Array) {
      pieces.push(Buffer.from(piece as string));
    }
  };
  for (const method of ["write", "end"] as const) {
    const write = response[method].bind(response) as (...args: unknown[]) => unknown;
    Reflect.set(response, method, (...args: unknown[]) => {
      gather(args[0]);
      // Before it reaches the caller, who may write it somewhere at once.
      if (method === "end") {
        then(Buffer.concat(pieces).toString("utf8"));
      }
      return write(...args);
    });
  }
}
