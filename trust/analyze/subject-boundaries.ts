import { possibleIssuers } from "../issuers/find-issuer";
import type { KnownIssuer } from "../issuers/known-issuer";
import { NamePattern } from "../issuers/name-pattern";
import type { OidcProvider } from "../parse/oidc-provider";
import type { JudgeOptions, SubjectPatternAllowance } from "./verdict";

const NONE: readonly never[] = [];

/** Which subjects of one provider bind a caller: exact ones, and patterns by what they begin with. */
export class SubjectBoundaries {
  readonly #issuers: readonly KnownIssuer[];
  readonly #allowed: readonly NamePattern[];

  /**
   * @param partial - Whether parts of provider and subjects can be unknown. Then the answers say what could be.
   */
  constructor(
    private readonly provider: OidcProvider,
    private readonly options: JudgeOptions,
    private readonly partial: boolean,
  ) {
    const { issuer, foldedName } = provider;
    this.#issuers = issuer !== undefined ? [issuer] : partial ? possibleIssuers(foldedName) : NONE;
    this.#allowed = [...allowedPatterns(options.subjectPatterns ?? NONE, foldedName), ...this.#ownerPatterns()];
  }

  /** The beginnings that are accepted, as patterns of names. */
  get beginnings(): readonly string[] {
    const own = this.#tableBoundaries().map(({ source }) => source);
    return [...own, ...this.#allowed.map(({ source }) => source)];
  }

  /**
   * Whether patterns bind the caller.
   *
   * @param beginnings - What each of them begins with before its first wildcard.
   */
  isBounded(beginnings: readonly string[]): boolean {
    return this.#each(beginnings, [...this.#tableBoundaries(), ...this.#allowed]);
  }

  /** Whether patterns bind one owner, though not one workload. */
  isBoundToOwner(beginnings: readonly string[]): boolean {
    return this.#each(
      beginnings,
      this.#issuers.flatMap(({ boundaries, ownerBoundaries }) => [...boundaries, ...ownerBoundaries]),
    );
  }

  /** The exact subjects that name no owner, so that a stranger's token can carry them. */
  ownerless(values: readonly string[]): readonly string[] {
    const { issuer } = this.provider;
    if (issuer?.facts.exactMustNameOwner !== true) {
      return NONE;
    }
    return values.filter(
      (value) =>
        !this.isBoundToOwnedExactly(issuer, value) &&
        !this.#allowed.some((pattern) => pattern.begins(value, this.partial)),
    );
  }

  private isBoundToOwnedExactly({ boundaries, exactForms }: KnownIssuer, value: string): boolean {
    return (
      boundaries.some((pattern) => pattern.begins(value, this.partial)) ||
      exactForms.some((pattern) => pattern.matches(value, this.partial))
    );
  }

  #tableBoundaries(): readonly NamePattern[] {
    return this.options.acceptBoundedPatterns === false
      ? NONE
      : this.#issuers.flatMap(({ boundaries }) => boundaries);
  }

  #each(beginnings: readonly string[], patterns: readonly NamePattern[]): boolean {
    return (
      beginnings.length > 0 &&
      beginnings.every((text) => patterns.some((pattern) => pattern.begins(text, this.partial)))
    );
  }

  #ownerPatterns(): readonly NamePattern[] {
    const { gitHubOwners = NONE } = this.options;
    const isGitHub = this.#issuers.some(({ facts }) => facts.id.startsWith("github-"));
    return isGitHub ? gitHubOwners.flatMap(ownerBeginnings).map((source) => new NamePattern(source)) : NONE;
  }
}

/** How subjects of all repositories of a GitHub owner begin. */
function ownerBeginnings(owner: string): string[] {
  const [name = "", id] = owner.split("@");
  return id === undefined
    ? [`repo:${name}/`, `repo:${name}@<owner ID>/`, `repository:${name}/`, `repository_owner:${name}:`]
    : [`repo:${name}@${id}/`, `repository_owner_id:${id}:`];
}

function allowedPatterns(allowances: readonly SubjectPatternAllowance[], foldedName: string): NamePattern[] {
  return allowances
    .filter(({ beginning }) => beginning !== "")
    .filter(({ provider, andBelow = false }) => {
      const pattern = new NamePattern(provider.toLowerCase());
      return (
        pattern.matches(foldedName) || (andBelow && new NamePattern(`${pattern.source}/`).begins(foldedName))
      );
    })
    .map(({ beginning }) => new NamePattern(beginning));
}
