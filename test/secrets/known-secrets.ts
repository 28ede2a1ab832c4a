/** Every token, key and session of a lab, written down while it runs: searched for by value, in memory only. */
import { EntraTenant, type IssuedToken } from "../../lab/azure/entra/entra-tenant";
import { ClusterIssuer } from "../../lab/azure/kubernetes/cluster-issuer";

/** Shorter texts would be found by chance. */
const SHORTEST = 16;

/** Where a tenant issues tokens, and whose they are. */
const ISSUING = [
  ["issueForManagedIdentity", "a managed identity's token"],
  ["issueForClient", "the deployer's token"],
] as const;

type IssueArgs = Parameters<EntraTenant["issueForClient"]>;
type Issue = (this: EntraTenant, ...args: IssueArgs) => Promise<IssuedToken>;

type Sign = (this: ClusterIssuer, ...args: Parameters<ClusterIssuer["sign"]>) => Promise<string>;

function issuer(method: string): Issue {
  return Reflect.get(EntraTenant.prototype, method) as Issue;
}

/** A secret and what it is. */
export interface KnownSecret {
  readonly what: string;
  readonly value: string;
}

/** Records what a lab's tenants and clusters issue, and knows the keys of those who deploy. */
export class KnownSecrets {
  readonly #secrets: KnownSecret[] = [];
  readonly #originals = new Map(ISSUING.map(([method]) => [method, issuer(method)]));
  readonly #sign: Sign = Reflect.get(ClusterIssuer.prototype, "sign");

  /** Begins to record the tokens of all tenants of this process, until {@link stop}. One at a time. */
  constructor() {
    const note = (what: string, token: string): void => {
      this.add(what, token);
      // The signature alone would do, too: the rest is no secret.
      this.add(`the signature of ${what}`, token.split(".")[2] ?? "");
    };
    for (const [method, what] of ISSUING) {
      const original = issuer(method);
      Reflect.set(EntraTenant.prototype, method, async function (this: EntraTenant, ...args: IssueArgs) {
        const issued = await original.apply(this, args);
        note(what, issued.accessToken);
        return issued;
      });
    }
    const sign = this.#sign;
    Reflect.set(
      ClusterIssuer.prototype,
      "sign",
      async function (this: ClusterIssuer, ...args: Parameters<Sign>) {
        const token = await sign.apply(this, args);
        note("a service account's token", token);
        return token;
      },
    );
  }

  /** Adds the keys of an environment with which somebody deploys, or runs the lab. */
  addKeysOf(who: string, environment: Readonly<Record<string, string>>): void {
    for (const [name, what] of [
      ["ARM_CLIENT_SECRET", "client secret"],
      ["AWS_SECRET_ACCESS_KEY", "AWS key"],
    ] as const) {
      const value = environment[name];
      if (value !== undefined) this.add(`${who}'s ${what}`, value);
    }
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
    Reflect.set(ClusterIssuer.prototype, "sign", this.#sign);
  }
}
