/** Sign-ins that wait for a person who types a code into a browser (RFC 8628), as `az login --use-device-code` does. */
import { randomBytes, randomInt } from "node:crypto";
import { type Clock, epochSeconds } from "../../clock";
import type { User } from "../directory/directory-objects";
import { ANY_TENANT } from "./discovery";

/**
 * How long both codes can be used, in seconds.
 *
 * @evidence documentation A person has 15 minutes to sign in. Source: Microsoft identity platform, "OAuth 2.0 device authorization
 *   grant flow".
 */
export const DEVICE_CODE_LIFETIME = 900;

/** A sign-in that has begun. */
export interface DeviceCode {
  /** For the client, which polls with it. */
  readonly deviceCode: string;
  /** For the person: nine letters and digits. */
  readonly userCode: string;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Where a client asks. */
export interface DeviceCodeRequest {
  /** Tenant in the address of the request: an ID, or a name for any tenant such as `organizations`. */
  readonly tenant: string;
  /** Application ID of the client. */
  readonly clientId: string;
}

/** Someone of a tenant. */
export interface Member {
  readonly tenantId: string;
  readonly user: User;
}

/** A sign-in that has ended. */
export interface SignedIn extends Member {
  /** What the client asked for at the beginning. */
  readonly scope: string;
}

interface Waiting extends DeviceCodeRequest {
  readonly userCode: string;
  readonly scope: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  member: Member | undefined;
}

/** All sign-ins that have begun and were not redeemed. */
export class DeviceCodes {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param scope what the client asks for */
  begin({ tenant, clientId }: DeviceCodeRequest, scope: string): DeviceCode {
    const deviceCode = randomBytes(48).toString("base64url");
    const userCode = Array.from({ length: 9 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
    const expiresAt = epochSeconds(this.#clock) + DEVICE_CODE_LIFETIME;
    this.#waiting.set(deviceCode, {
      tenant: tenant.toLowerCase(),
      clientId,
      userCode,
      scope,
      expiresAt,
      member: undefined,
    });
    return { deviceCode, userCode };
  }

  /**
   * A person types the code, and signs in.
   *
   * @throws Error if no sign-in waits for the code, or if it waits for people of another tenant
   */
  approve(userCode: string, member: Member): void {
    const waiting = [...this.#waiting.values()].find((candidate) => candidate.userCode === userCode);
    if (waiting === undefined || this.#isExpired(waiting)) {
      throw new Error(`no sign-in waits for the code ${userCode}`);
    }
    if (!ANY_TENANT.includes(waiting.tenant) && waiting.tenant !== member.tenantId) {
      throw new Error(
        `the code ${userCode} is for tenant ${waiting.tenant}; ${member.user.userPrincipalName} is of tenant ${member.tenantId}`,
      );
    }
    waiting.member = member;
  }

  /**
   * A client polls. A code works once.
   *
   * @returns who has signed in; `pending` for nobody yet; `expired` after {@link DEVICE_CODE_LIFETIME}; undefined for a code that
   *   is not known to this tenant and client
   */
  redeem(
    deviceCode: string,
    { tenant, clientId }: DeviceCodeRequest,
  ): SignedIn | "pending" | "expired" | undefined {
    const waiting = this.#waiting.get(deviceCode);
    if (waiting?.tenant !== tenant.toLowerCase() || waiting.clientId !== clientId) {
      return undefined;
    }
    if (this.#isExpired(waiting)) {
      return "expired";
    }
    if (waiting.member === undefined) {
      return "pending";
    }
    this.#waiting.delete(deviceCode);
    return { ...waiting.member, scope: waiting.scope };
  }

  #isExpired({ expiresAt }: Waiting): boolean {
    return epochSeconds(this.#clock) >= expiresAt;
  }
}
