/** The part of a snapshot that `keys` uses: access keys, their owners, and resources that a program can adopt. */
import { readSnapshot } from "../../snapshot/read-snapshot";
import {
  type AwsAccessKey,
  type AwsOidcProvider,
  type AzureIdentityHolder,
  type AzureManagedIdentity,
  type EntraApplication,
  ROOT_USER,
  type SnapshotRecord,
} from "../../snapshot/snapshot-records";

/** A key of the snapshot. */
export interface SnapshotKey extends AwsAccessKey {
  readonly account: string;
  /** The value of the user's tag for owners; `undefined` without one. */
  readonly owner: string | undefined;
}

/** What the commands about keys need of a snapshot. */
export interface SnapshotFacts {
  /** When the collection began. */
  readonly at: string;
  readonly redacted: boolean;
  readonly keys: readonly SnapshotKey[];
  /** Accounts whose root user has an active access key. */
  readonly rootKeys: readonly string[];
  /** Accounts whose credential report says whether the root user has one. Empty if the snapshot is redacted. */
  readonly rootKnown: ReadonlySet<string>;
  /** Sections about keys that are missing or not complete, such as `aws/111122223333/access-keys`. */
  readonly incomplete: readonly string[];
  /** Accounts whose list of keys is complete: a key of them that is not here does not exist. Empty if the snapshot is redacted. */
  readonly wholeAccounts: ReadonlySet<string>;
  readonly providers: readonly (AwsOidcProvider & { readonly account: string })[];
  readonly applications: readonly EntraApplication[];
  readonly identities: readonly AzureManagedIdentity[];
  readonly holders: readonly AzureIdentityHolder[];
}

/** The sections that a complete list of keys needs. */
const OF_KEYS = /^aws\/[^/]+\/(?:access-keys|credential-report|authorization-details)$/;

/** The section with the list of an account's keys. */
const KEY_LIST = /^aws\/([^/]+)\/access-keys$/;

/**
 * Reads what a snapshot says about keys, and about what a workload can adopt.
 *
 * @param ownerTag - The user's tag that names the owner, whatever its case.
 * @throws {UnreadableError} If the file is not a complete snapshot.
 */
export async function readSnapshotFacts(file: string, ownerTag: string): Promise<SnapshotFacts> {
  const facts = new Collected();
  for await (const record of readSnapshot(file)) {
    facts.take(record, ownerTag.toLowerCase());
  }
  return facts.all();
}

class Collected {
  #at = "";
  #redacted = false;
  readonly #keys: (AwsAccessKey & { readonly account: string })[] = [];
  readonly #owners = new Map<string, string>();
  readonly #rootKeys = new Set<string>();
  readonly #rootKnown = new Set<string>();
  readonly #incomplete: string[] = [];
  readonly #wholeAccounts = new Set<string>();
  readonly #providers: (AwsOidcProvider & { readonly account: string })[] = [];
  readonly #applications: EntraApplication[] = [];
  readonly #identities: AzureManagedIdentity[] = [];
  readonly #holders: AzureIdentityHolder[] = [];

  take(record: SnapshotRecord, ownerTag: string): void {
    switch (record.kind) {
      case "snapshot":
        this.#at = record.startedAt;
        this.#redacted = record.redacted;
        break;
      case "section":
        if (record.state === "complete") {
          const [, account] = KEY_LIST.exec(record.section) ?? [];
          if (account !== undefined) {
            this.#wholeAccounts.add(account);
          }
        } else if (OF_KEYS.test(record.section)) {
          this.#incomplete.push(record.section);
        }
        break;
      case "aws.access-key":
        this.#keys.push({ ...record.data, account: record.of });
        break;
      case "aws.user": {
        const tag = record.data.Tags?.find(({ Key }) => Key.toLowerCase() === ownerTag);
        if (tag !== undefined) {
          this.#owners.set(`${record.of} ${record.data.UserName}`, tag.Value);
        }
        break;
      }
      case "aws.credential-report-row":
        if (record.data.user === ROOT_USER) {
          this.#rootKnown.add(record.of);
        }
        if (
          record.data.user === ROOT_USER &&
          [record.data.access_key_1_active, record.data.access_key_2_active].includes("true")
        ) {
          this.#rootKeys.add(record.of);
        }
        break;
      case "aws.oidc-provider":
        this.#providers.push({ ...record.data, account: record.of });
        break;
      case "entra.application":
        this.#applications.push(record.data);
        break;
      case "azure.managed-identity":
        this.#identities.push(record.data);
        break;
      case "azure.identity-holder":
        this.#holders.push(record.data);
        break;
      default:
    }
  }

  all(): SnapshotFacts {
    return {
      at: this.#at,
      redacted: this.#redacted,
      keys: this.#keys.map((key) => ({ ...key, owner: this.#owners.get(`${key.account} ${key.UserName}`) })),
      rootKeys: [...this.#rootKeys].sort(),
      rootKnown: new Set(this.#redacted ? [] : this.#rootKnown),
      incomplete: this.#incomplete,
      wholeAccounts: new Set(this.#redacted ? [] : this.#wholeAccounts),
      providers: this.#providers,
      applications: this.#applications,
      identities: this.#identities,
      holders: this.#holders,
    };
  }
}
