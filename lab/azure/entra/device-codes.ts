/** Sign-ins that wait for a person who types a code into a browser (RFC 8628), as `az login --use-device-code` does. */
import { randomBytes, randomInt } from "node:crypto";
import type { User } from "../directory/directory-objects";

/** A sign-in that has begun. */
export interface DeviceCode {
  /** For the client, which polls with it. */
  readonly deviceCode: string;
  /** For the person: nine letters and digits. */
  readonly userCode: string;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A sign-in that has ended. */
export interface SignedIn {
  readonly user: User;
  /** What the client asked for at the beginning. */
  readonly scope: string;
}

interface Waiting {
  readonly userCode: string;
  readonly scope: string;
  user: User | undefined;
}

/** All sign-ins that have begun and were not redeemed. */
export class DeviceCodes {
  readonly #waiting = new Map<string, Waiting>();

  /** @param scope what the client asks for */
  begin(scope: string): DeviceCode {
    const deviceCode = randomBytes(48).toString("base64url");
    const userCode = Array.from({ length: 9 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
    this.#waiting.set(deviceCode, { userCode, scope, user: undefined });
    return { deviceCode, userCode };
  }

  /**
   * A person types the code, and signs in.
   *
   * @throws Error when no sign-in waits for the code
   */
  approve(userCode: string, user: User): void {
    const waiting = [...this.#waiting.values()].find((candidate) => candidate.userCode === userCode);
    if (waiting === undefined) {
      throw new Error(`no sign-in waits for the code ${userCode}`);
    }
    waiting.user = user;
  }

  /** @returns who has signed in; `pending` for nobody yet; undefined for a code that is not known. A code works once. */
  redeem(deviceCode: string): SignedIn | "pending" | undefined {
    const waiting = this.#waiting.get(deviceCode);
    if (waiting?.user === undefined) {
      return waiting === undefined ? undefined : "pending";
    }
    this.#waiting.delete(deviceCode);
    return { user: waiting.user, scope: waiting.scope };
  }
}
