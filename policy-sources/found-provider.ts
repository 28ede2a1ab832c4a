import { OPEN_VALUES } from "../messages/judged-files";
import { type CreatedProvider, hasMark, hasMarks, unknownExpressions, unknownMark } from "../trust";

/** An OpenID Connect provider that was found in a file. */
export interface FoundProvider {
  /** Its name: the issuer's URL without `https://`, with a mark for each part that is not known. */
  readonly name: string;
  /** The audiences that it lists, with a mark for each that is not known. */
  readonly clientIds: readonly string[];
  /** Its account, if the file has it. */
  readonly account?: string | undefined;
  /** The Pulumi provider that deploys it, if the file shows it. */
  readonly awsProvider?: string | undefined;
}

/** Where a role or a provider is. */
type Place = Pick<FoundProvider, "account" | "awsProvider">;

/**
 * What distinguishes two Pulumi providers: the URN, and one name for all default providers, which are configured for one account
 * whatever their version and package.
 */
export function awsProviderOf(urn: string): string {
  return /::default(_[\w.]+)?$/.test(urn) ? "default" : urn;
}

/** Whether two may be in one account. Two Pulumi providers may be for two accounts, and only known accounts tell otherwise. */
function mayShareAccount(one: Place, other: Place): boolean {
  if (one.account !== undefined && other.account !== undefined) {
    return one.account === other.account;
  }
  return (
    one.awsProvider === undefined || other.awsProvider === undefined || one.awsProvider === other.awsProvider
  );
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
    clientIds: listed.map((item) => (typeof item === "string" ? item : unknownMark(OPEN_VALUES.clientId()))),
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
 * @param role - Where the role is, as far as it is known. Providers of other accounts are left out.
 */
export function createdProviders(
  found: readonly FoundProvider[],
  role: Place = {},
): readonly CreatedProvider[] {
  const byName = new Map<string, Set<string> | undefined>();
  const accounts = new Map<string, Set<string | undefined>>();
  for (const provider of found) {
    const { name, clientIds, account } = provider;
    if (hasMark(name) || !mayShareAccount(provider, role)) {
      continue;
    }
    accounts.set(name, (accounts.get(name) ?? new Set()).add(account));
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

/** A provider that may pin the audience of a role, or not. */
export interface PossibleProvider extends CreatedProvider {
  /** What that depends on. */
  readonly unknown: readonly string[];
}

/**
 * The providers of which not all is known, as if each had one client ID.
 *
 * @param role - Where the role is, as far as it is known.
 * @param policy - Its policy. A provider with an unknown name may be each that it has a condition for.
 */
export function possibleProviders(
  found: readonly FoundProvider[],
  role: Place,
  policy: unknown,
): readonly PossibleProvider[] {
  const open = found.filter(
    (provider) => hasMarks([provider.name, provider.clientIds]) && mayShareAccount(provider, role),
  );
  const text = open.some(({ name }) => hasMark(name)) ? JSON.stringify(policy ?? null) : "";
  const named = [...text.matchAll(/"([^"\s]*\uE000[^"\s]*?):\w+"/g)].map(([, name = ""]) => name);
  return open.flatMap(({ name, clientIds }) =>
    (hasMark(name) ? [...new Set(named)] : [name]).map((own) => ({
      name: own,
      clientIds: ["unknown"],
      unknown: unknownExpressions([name, clientIds]),
    })),
  );
}
