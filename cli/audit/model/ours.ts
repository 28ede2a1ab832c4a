/** Decides which identities belong to the user's organization, by the input and `--ours`. */
import type { Entry } from "../audit-report";
import type { Estate } from "../estate/estate";
import { type Owner, OWNER_KINDS, type OwnerKind, ownerOf } from "./owners";

/** What `--ours` lists: names or IDs by kind. Case does not count. */
export type ListedOwners = ReadonlyMap<OwnerKind, ReadonlySet<string>>;

/**
 * Reads the values of `--ours`: `KIND=NAME`.
 *
 * @returns The first value of another form as `invalid`, if there is one.
 */
export function readOurs(values: readonly string[]): ListedOwners | { readonly invalid: string } {
  const listed = new Map<OwnerKind, Set<string>>();
  for (const value of values) {
    const at = value.indexOf("=");
    const kind = OWNER_KINDS.find((one) => one === value.slice(0, Math.max(0, at)));
    const name = value
      .slice(at + 1)
      .trim()
      .toLowerCase();
    if (kind === undefined || name === "") {
      return { invalid: value };
    }
    listed.set(kind, (listed.get(kind) ?? new Set()).add(name));
  }
  return listed;
}

/** Knows whose identities are ours: those of what was collected, and of what `--ours` lists. */
export class Ours {
  readonly #listed: ListedOwners;
  readonly #collected: ListedOwners;

  constructor({ sections, identities, accounts }: Estate, listed: ListedOwners) {
    this.#listed = listed;
    // A service principal of an export names the tenant of its application, which can be anybody's.
    const tenants = [...sections.keys()].flatMap((section) => {
      const [cloud, of = ""] = section.split("/");
      return cloud === "entra" ? [of.toLowerCase()] : [];
    });
    const ofIdentities = identities.map(({ tenantId }) => tenantId.toLowerCase()).filter((one) => one !== "");
    this.#collected = new Map<OwnerKind, ReadonlySet<string>>([
      ["entra-tenant", new Set([...tenants, ...ofIdentities])],
      ["aws-account", accounts],
    ]);
  }

  /** Whether identities of an owner are ours; `undefined` if nothing says which owners of this kind are. */
  has({ kind, name, tenant }: Owner): boolean | undefined {
    const isListed = this.#isAmong(kind, name);
    // The issuer of an AKS cluster names the tenant.
    const isOfTenant = tenant === undefined ? undefined : this.#isAmong("entra-tenant", tenant);
    return isListed === undefined ? isOfTenant : isListed || isOfTenant === true;
  }

  #isAmong(kind: OwnerKind, name: string): boolean | undefined {
    const sets = [this.#listed.get(kind), this.#collected.get(kind)].filter(
      (set) => set !== undefined && set.size > 0,
    );
    return sets.length === 0 ? undefined : sets.some((set) => set?.has(name.toLowerCase()) === true);
  }
}

/** The owners of the identities that get in by a way, each with its subjects. Nobody owns those that any customer has. */
export function ownersOf({
  provider,
  subjects,
  reach,
}: Entry): readonly (Owner & { readonly subject: string })[] {
  if (reach === "nobody") {
    return [];
  }
  return (subjects.length === 0 ? [""] : subjects).flatMap((subject) => {
    const owner = ownerOf(provider, subject);
    return owner === undefined ? [] : [{ ...owner, subject }];
  });
}
