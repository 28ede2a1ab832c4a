import { type CreatedProvider, hasMark, hasMarks, unknownMark } from "../trust";

/** An OpenID Connect provider that was found in a file. */
export interface FoundProvider {
  /** Its name: the issuer's URL without `https://`, with a mark for each part that is not known. */
  readonly name: string;
  /** The audiences that it lists, with a mark for each that is not known. */
  readonly clientIds: readonly string[];
  /** Its account, if the file has it. */
  readonly account?: string | undefined;
}

/**
 * Reads the properties of a provider.
 *
 * @param url - The issuer's URL, with `https://` or without.
 * @returns `undefined` if the URL is missing or is not a string.
 */
export function foundProvider(url: unknown, clientIds: unknown, account?: string): FoundProvider | undefined {
  if (typeof url !== "string" || url === "") {
    return undefined;
  }
  const listed = Array.isArray(clientIds) ? (clientIds as unknown[]) : [clientIds ?? []].flat();
  return {
    name: url.replace(/^https:\/\//, ""),
    clientIds: listed.map((item) =>
      typeof item === "string" ? item : unknownMark("a client ID that is not a string"),
    ),
    ...(account === undefined ? {} : { account }),
  };
}

/** The account of merged providers, if all have the same. */
function accountOf(accounts: ReadonlySet<string | undefined> = new Set()): Pick<CreatedProvider, "account"> {
  const [account, ...others] = accounts;
  return account === undefined || others.length > 0 ? {} : { account };
}

/**
 * The providers that are completely known. Providers with the same name become one, which lists all their client IDs:
 * a template has one of them for each outcome of its conditions.
 *
 * @param account - The role's account, if it is known. Providers of other accounts are left out.
 */
export function createdProviders(
  found: readonly FoundProvider[],
  account?: string,
): readonly CreatedProvider[] {
  const byName = new Map<string, Set<string> | undefined>();
  const accounts = new Map<string, Set<string | undefined>>();
  for (const { name, clientIds, account: own } of found) {
    if (hasMark(name) || (account !== undefined && own !== undefined && own !== account)) {
      continue;
    }
    accounts.set(name, (accounts.get(name) ?? new Set()).add(own));
    const before = byName.has(name) ? byName.get(name) : new Set<string>();
    byName.set(
      name,
      before === undefined || hasMarks(clientIds) ? undefined : new Set([...before, ...clientIds]),
    );
  }
  return [...byName].flatMap(([name, clientIds]) =>
    clientIds === undefined ? [] : [{ name, clientIds: [...clientIds], ...accountOf(accounts.get(name)) }],
  );
}
