/** Every token, key and session of a lab, written down while it runs: searched for by value, in memory only. */
import { ClusterIssuer, EntraTenant, IdentityEndpoint, OutsideIssuer, SigningKey } from "../../../lab/azure";
import { watchSessions } from "./issued-sessions";
import { formsOf } from "./secret-forms";

/** Shorter texts would be found by chance. */
const SHORTEST = 16;

/** A secret and what it is. */
export interface KnownSecret {
  readonly what: string;
  readonly value: string;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Where the lab makes secrets: a method, and what is secret of its result or its arguments. */
interface Source {
  readonly owner: object;
  readonly method: string;
  readonly secrets: (result: unknown, args: readonly unknown[]) => readonly KnownSecret[];
}

const SOURCES: readonly Source[] = [
  {
    owner: EntraTenant.prototype,
    method: "issueForManagedIdentity",
    secrets: (issued) => token("a managed identity's token", (issued as { accessToken: string }).accessToken),
  },
  {
    owner: EntraTenant.prototype,
    method: "issueForClient",
    secrets: (issued) => token("the deployer's token", (issued as { accessToken: string }).accessToken),
  },
  {
    owner: EntraTenant.prototype,
    method: "addSecret",
    secrets: (_, [, secret]) => [{ what: "an application's client secret", value: secret as string }],
  },
  {
    owner: ClusterIssuer.prototype,
    method: "sign",
    secrets: (signed) => token("a service account's token", signed as string),
  },
  {
    owner: OutsideIssuer.prototype,
    method: "sign",
    secrets: (signed) => token("an outside issuer's token", signed as string),
  },
  {
    owner: IdentityEndpoint,
    method: "start",
    secrets: (endpoint) => [
      { what: "an identity endpoint's header", value: (endpoint as IdentityEndpoint).header },
    ],
  },
  { owner: SigningKey, method: "generate", secrets: (key) => privateKey(key as SigningKey) },
];

/** The signature alone would do, too: the rest is no secret. */
function token(what: string, value: string): KnownSecret[] {
  return [
    { what, value },
    { what: `the signature of ${what}`, value: value.split(".")[2] ?? "" },
  ];
}

/** As a JWK has it, and a line of its PEM, which the DER in Base64 has, too. */
function privateKey({ privateKey: key }: SigningKey): KnownSecret[] {
  const lines = (["pkcs8", "pkcs1"] as const).map(
    (type) => key.export({ type, format: "pem" }).toString().split("\n")[10] ?? "",
  );
  const { d = "" } = key.export({ format: "jwk" });
  return [d, ...lines].map((value) => ({ what: "an issuer's private key", value }));
}

/** Of keys that nobody recorded. In Base64, too. */
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY/;
const PEM_FORMS = formsOf("PRIVATE KEY-----").slice(1);

/** Records what a lab's tenants, issuers, identity endpoints and STS make, and knows the keys of those who deploy. */
export class KnownSecrets {
  readonly #secrets: (KnownSecret & { readonly forms: readonly string[] })[] = [];
  readonly #originals = SOURCES.map((source) => ({
    source,
    original: Reflect.get(source.owner, source.method) as Method,
  }));

  readonly #stopWatching: () => void;

  /** Begins to record the secrets of all labs of this process, until {@link stop}. One at a time. */
  constructor() {
    this.#stopWatching = watchSessions((what, value) => {
      this.add(what, value);
    });
    const record = (source: Source, result: unknown, args: readonly unknown[]): unknown => {
      for (const { what, value } of source.secrets(result, args)) {
        this.add(what, value);
      }
      return result;
    };
    for (const { source, original } of this.#originals) {
      Reflect.set(source.owner, source.method, function (this: unknown, ...args: unknown[]): unknown {
        const result = original.apply(this, args);
        return result instanceof Promise
          ? result.then((settled: unknown) => record(source, settled, args))
          : record(source, result, args);
      });
    }
  }

  /** Adds the keys of an environment with which somebody deploys, or runs the lab. */
  addKeysOf(who: string, environment: Readonly<Record<string, string>>): void {
    for (const [name, what] of [
      ["ARM_CLIENT_SECRET", "client secret"],
      ["AWS_SECRET_ACCESS_KEY", "AWS key"],
    ] as const) {
      const value = environment[name];
      if (value !== undefined) {
        this.add(`${who}'s ${what}`, value);
      }
    }
  }

  add(what: string, value: string): void {
    if (value.length < SHORTEST) {
      throw new Error(`${what} is no secret to search for: it has ${value.length} characters`);
    }
    // A token that a cache answers again is the same.
    if (this.#secrets.some((known) => known.what === what && known.value === value)) {
      return;
    }
    this.#secrets.push({ what, value, forms: formsOf(value) });
  }

  get all(): readonly KnownSecret[] {
    return this.#secrets;
  }

  /** What of it stands in a text, in any of its {@link formsOf forms}. */
  foundIn(text: string): string[] {
    const found = this.#secrets.filter(({ forms }) => forms.some((form) => text.includes(form)));
    const hasKey = PEM.test(text) || PEM_FORMS.some((form) => text.includes(form));
    return [...new Set([...found.map(({ what }) => what), ...(hasKey ? ["a private key"] : [])])];
  }

  stop(): void {
    this.#stopWatching();
    for (const { source, original } of this.#originals) {
      Reflect.set(source.owner, source.method, original);
    }
  }
}
