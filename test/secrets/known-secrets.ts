/** Every token, key and session of a lab, written down while it runs: searched for by value, in memory only. */
import { EntraTenant, type IssuedToken } from "../../lab/azure/entra/entra-tenant";
import type { Lab } from "../../lab/lab";

/** Shorter texts would be found by chance. */
const SHORTEST = 16;

/** Where a tenant issues tokens, and whose they are. */
const ISSUING = [
  ["issueForManagedIdentity", "a managed identity's token"],
  ["issueForClient", "the deployer's token"],
] as const;

type IssueArgs = Parameters<EntraTenant["issueForClient"]>;
type Issue = (this: EntraTenant, ...args: IssueArgs) => Promise<IssuedToken>;

function issuer(method: string): Issue {
  return Reflect.get(EntraTenant.prototype, method) as Issue;
}

/** A secret and what it is. */
export interface KnownSecret {
  readonly what: string;
  readonly value: string;
}

/** Records what a lab's Entra tenant issues, and knows the keys of those who deploy. */
export class KnownSecrets {
  readonly #secrets: KnownSecret[] = [];
  readonly #originals = new Map(ISSUING.map(([method]) => [method, issuer(method)]));

  /** Begins to record the tokens of all tenants of this process, until {@link stop}. */
  constructor() {
    const note = (what: string, token: IssuedToken): IssuedToken => {
      this.add(what, token.accessToken);
      // The signature alone would do, too: the rest is no secret.
      this.add(`the signature of ${what}`, token.accessToken.split(".")[2] ?? "");
      return token;
    };
    for (const [method, what] of ISSUING) {
      const original = issuer(method);
      Reflect.set(EntraTenant.prototype, method, async function (this: EntraTenant, ...args: IssueArgs) {
        return note(what, await original.apply(this, args));
      });
    }
  }

  /** Adds the keys with which a lab is deployed to and run. */
  addKeysOf(lab: Lab): void {
    this.add("the deployer's client secret", lab.pulumi.environment.ARM_CLIENT_SECRET ?? "");
    this.add("the deployer's AWS key", lab.aws.environment().AWS_SECRET_ACCESS_KEY);
    this.add("the account's root key", lab.aws.rootEnvironment().AWS_SECRET_ACCESS_KEY);
  }

  add(what: string, value: string): void {
    if (value.length < SHORTEST) {
      throw new Error(`${what} is no secret to search for: it has ${value.length} characters`);
    }
    this.#secrets.push({ what, value });
  }

  get all(): readonly KnownSecret[] {
    return this.#secrets;
  }

  /** What of it stands in a text, by itself or in Base64. */
  foundIn(text: string): string[] {
    const forms = (value: string): string[] => [
      value,
      Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -2),
    ];
    const found = this.#secrets.filter(({ value }) => forms(value).some((form) => text.includes(form)));
    return [
      ...new Set([
        ...found.map(({ what }) => what),
        ...(/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text) ? ["a private key"] : []),
      ]),
    ];
  }

  stop(): void {
    for (const [method, original] of this.#originals) {
      Reflect.set(EntraTenant.prototype, method, original);
    }
  }
}
