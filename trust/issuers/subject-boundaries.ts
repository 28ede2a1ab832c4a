import { type ClaimDemand, demandOn } from "../kernel/claim-demand";
import type { ConditionIndex } from "../kernel/condition-index";
import { PLACEHOLDER } from "../kernel/condition-value";
import type { OidcProvider } from "../kernel/oidc-provider";
import { possibleIssuers } from "./find-issuer";
import type { Crowd } from "./issuer-facts";
import type { JudgeOptions, SubjectPatternAllowance } from "./judge-options";
import type { KnownIssuer } from "./known-issuer";
import { MICROSOFT_SERVICES } from "./microsoft";
import { NamePattern } from "./name-pattern";
import type { AudienceFact, AudienceQuestion } from "./platform";
import { findStandIn, type FoundStandIn, isDemandMet } from "./stand-in";
import { subjectPatternProblems } from "./subject-pattern-problems";
import { hasUnknownPart, UNKNOWN } from "./unknown-part";

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
    readonly partial: boolean,
  ) {
    const { issuer, foldedName } = provider;
    this.#issuers = issuer !== undefined ? [issuer] : partial ? possibleIssuers(foldedName) : NONE;
    const { subjectPatterns = NONE, gitHubOwners = NONE } = options;
    this.#allowed =
      subjectPatterns.length + gitHubOwners.length === 0
        ? NONE
        : [...allowedPatterns(subjectPatterns, foldedName), ...this.#ownerPatterns(gitHubOwners)];
  }

  /** Who can get a token of the provider. If parts of its name are unknown, the narrowest crowd that it could have. */
  get crowd(): Crowd {
    const { issuer, platform, foldedName } = this.provider;
    if (issuer !== undefined) {
      return issuer.facts.crowd;
    }
    const isUnknown = this.partial && hasUnknownPart(foldedName);
    return platform !== undefined ||
      (isUnknown && this.#issuers.some(({ facts }) => facts.crowd === "tenant"))
      ? "tenant"
      : "anyone";
  }

  /** The beginnings that are accepted, as patterns of names. */
  get beginnings(): readonly string[] {
    const own = this.#tableBoundaries().map(({ source }) => source);
    return [...new Set([...own, ...this.#allowed.map(({ source }) => source)])];
  }

  /** The claim of a statement that identifies the caller in the subject's place. */
  standIn(conditions: ConditionIndex, audience: ClaimDemand, variables: boolean): FoundStandIn | undefined {
    return findStandIn(this.provider, conditions, audience, variables, this.options, this.partial);
  }

  /** Whether IAM refuses to create a role with these conditions, because the issuer is a shared one. */
  isRefusedByIam(conditions: ConditionIndex): boolean {
    const demand = this.provider.issuer?.facts.iamDemands;
    return demand !== undefined && !isDemandMet(demand.claims, this.provider, conditions);
  }

  /** Which exact audiences of a statement no token has, or others hold tokens for. */
  judgeAudiences(
    demands: Pick<AudienceQuestion, "audience" | "subject" | "isSubjectPinned">,
    conditions: ConditionIndex,
    variables: boolean,
  ): readonly AudienceFact[] {
    const { issuer, platform, tenant, foldedName } = this.provider;
    if (platform === undefined || tenant === undefined) {
      return NONE;
    }
    return platform.judgeAudiences({
      tenant,
      audience: demands.audience,
      subject: demands.subject,
      isSubjectPinned: demands.isSubjectPinned,
      isPinned: (claim) =>
        demandOn(conditions.on(`${foldedName}:${claim}`), variables, () => false).kind === "exact",
      isUnknown: (value) => this.partial && hasUnknownPart(value),
      isCustomers: issuer === undefined,
      services: this.options.microsoftServices ?? MICROSOFT_SERVICES,
    });
  }

  /** Whether each pattern of a demand binds the caller. The values without wildcards are judged by {@link unbound}. */
  isBounded({ beginnings, values, literals }: ClaimDemand): boolean {
    // Without beginnings, the values are exact but for their case.
    const texts = beginnings ?? (this.provider.issuer?.facts.foldsCase === true ? values : NONE);
    if (texts.length === 0) {
      return false;
    }
    const accepted = [...this.#tableBoundaries(), ...this.#formerBoundaries(), ...this.#allowed];
    const patterns = values.filter((value) => !literals.includes(value));
    const haveOnePatternEach = beginnings?.length === patterns.length;
    return texts.every(
      (text, index) =>
        accepted.some((pattern) => pattern.begins(text, this.partial)) ||
        (haveOnePatternEach && this.#isBoundedWithWildcards(patterns[index] ?? "")),
    );
  }

  /**
   * Whether no token of the issuer can have any of a demand's subjects.
   *
   * @param never - What {@link neverIssued} says of the demand.
   */
  areNeverIssued(demand: ClaimDemand, never: readonly string[]): boolean {
    const { kind, values, beginnings = [], literals } = demand;
    return (
      kind !== "nothing" &&
      // An operator that ignores case takes other spellings of some values: they are neither.
      beginnings.length + literals.length === values.length &&
      values.length > 0 &&
      beginnings.every((text) => this.#neverIssues(text, true)) &&
      never.length === literals.length
    );
  }

  /** The exact subjects of a demand that no token of the issuer can have. Placeholders are not counted among them. */
  neverIssued({ literals, folds }: ClaimDemand): readonly string[] {
    return literals.filter(
      (text) =>
        this.#neverIssues(folds ? text.toLowerCase() : text, false) &&
        text !== "" &&
        !PLACEHOLDER.test(text) &&
        // Literal wildcards and variables have a finding of their own.
        !(this.provider.platform !== undefined && /[*?$]/.test(text)),
    );
  }

  #neverIssues(text: string, isPattern: boolean): boolean {
    const { issuer, platform } = this.provider;
    if (platform === undefined) {
      return issuer?.neverIssues(text, isPattern, this.partial) === true;
    }
    const [known = "", ...unknown] = this.partial ? text.split(UNKNOWN) : [text];
    return platform.neverIssues(known, isPattern || unknown.length > 0);
  }

  /** Whether a pattern has a wildcard where it does not matter. */
  #isBoundedWithWildcards(value: string): boolean {
    return (
      this.options.acceptBoundedPatterns !== false &&
      this.#issuers.some(({ boundariesWithWildcards }) =>
        boundariesWithWildcards.some((pattern) => pattern.begins(value, this.partial)),
      )
    );
  }

  /** Whether patterns and exact subjects of a demand bind one owner, though not one workload. */
  isBoundToOwner({ beginnings, literals }: ClaimDemand): boolean {
    const patterns = this.#issuers.flatMap(({ boundaries, ownerBoundaries }) => [
      ...boundaries,
      ...ownerBoundaries,
    ]);
    return this.#each(beginnings, patterns) && this.areOfOneOwner(this.unbound(literals));
  }

  /**
   * The exact subjects that bind no workload, so that a token of somebody else can carry them. No token carries an
   * empty one, or one with a placeholder such as `<owner>`.
   */
  unbound(values: readonly string[]): readonly string[] {
    const { issuer } = this.provider;
    if (issuer?.facts.exactMustNameOwner !== true) {
      return NONE;
    }
    const { boundaries, ownerBoundaries, exactForms, facts } = issuer;
    const ofOwner = facts.ownersSubjectsAreChosen === true ? NONE : ownerBoundaries;
    const isBound = (value: string): boolean =>
      this.#isLike(value, exactForms, boundaries, ofOwner, this.#allowed);
    return values.filter((value) => !isBound(value) && value !== "" && !PLACEHOLDER.test(value));
  }

  /** Whether exact subjects bind one owner, though not one workload. */
  areOfOneOwner(values: readonly string[]): boolean {
    const forms = this.#issuers.flatMap(({ ownerForms }) => ownerForms);
    const beginnings = this.#issuers.map(({ ownerBoundaries }) => ownerBoundaries);
    return values.every((value) => this.#isLike(value, forms, ...beginnings));
  }

  #isLike(value: string, forms: readonly NamePattern[], ...beginnings: (readonly NamePattern[])[]): boolean {
    return (
      beginnings.some((some) => some.some((pattern) => pattern.begins(value, this.partial))) ||
      forms.some((pattern) => pattern.matches(value, this.partial))
    );
  }

  #tableBoundaries(): readonly NamePattern[] {
    const [only, ...others] = this.#issuers;
    if (this.options.acceptBoundedPatterns === false || only === undefined) {
      return NONE;
    }
    return others.length === 0 ? only.boundaries : this.#issuers.flatMap(({ boundaries }) => boundaries);
  }

  #formerBoundaries(): readonly NamePattern[] {
    return this.options.acceptBoundedPatterns === false
      ? NONE
      : this.#issuers.flatMap(({ formerBoundaries }) => formerBoundaries);
  }

  #each(beginnings: readonly string[] | undefined, patterns: readonly NamePattern[]): boolean {
    return (
      beginnings !== undefined &&
      beginnings.length > 0 &&
      beginnings.every((text) => patterns.some((pattern) => pattern.begins(text, this.partial)))
    );
  }

  #ownerPatterns(gitHubOwners: readonly string[]): readonly NamePattern[] {
    return this.#issuers
      .flatMap(({ facts: { beginningsOf } }) =>
        beginningsOf === undefined ? [] : gitHubOwners.flatMap(beginningsOf),
      )
      .map((source) => new NamePattern(source));
  }
}

function allowedPatterns(allowances: readonly SubjectPatternAllowance[], foldedName: string): NamePattern[] {
  return allowances
    .filter((allowance) => subjectPatternProblems(allowance).length === 0)
    .filter(({ provider, andBelow = false }) => {
      const pattern = new NamePattern(provider.toLowerCase());
      return (
        pattern.matches(foldedName) || (andBelow && new NamePattern(`${pattern.source}/`).begins(foldedName))
      );
    })
    .map(({ beginning }) => new NamePattern(beginning));
}
