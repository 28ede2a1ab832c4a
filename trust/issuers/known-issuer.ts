import type { IssuerFacts } from "./issuer-facts";
import { NamePattern } from "./name-pattern";
import { UNKNOWN } from "./unknown-part";
/** An issuer of the table, with its patterns ready to match. */
export class KnownIssuer {
  readonly boundaries: readonly NamePattern[];
  readonly boundariesWithWildcards: readonly NamePattern[];
  readonly ownerBoundaries: readonly NamePattern[];
  readonly exactForms: readonly NamePattern[];
  readonly ownerForms: readonly NamePattern[];
  readonly formerBoundaries: readonly NamePattern[];
  readonly #providers: readonly NamePattern[];
  readonly #beginnings: readonly NamePattern[];
  readonly #forms: readonly NamePattern[];

  /** @param facts - The issuer's row. */
  constructor(readonly facts: IssuerFacts) {
    const patterns = (sources: readonly string[] = []): NamePattern[] =>
      sources.map((source) => new NamePattern(source));
    this.#providers = patterns(facts.providers);
    this.boundaries = patterns(facts.boundaries);
    this.boundariesWithWildcards = patterns(facts.boundariesWithWildcards);
    this.ownerBoundaries = patterns(facts.ownerBoundaries);
    this.exactForms = patterns(facts.exactForms);
    this.ownerForms = patterns(facts.ownerForms);
    this.formerBoundaries = patterns(facts.formerBoundaries);
    this.#beginnings = [...this.boundaries, ...this.ownerBoundaries];
    this.#forms = [...this.exactForms, ...this.ownerForms];
  }

  /**
   * Whether a provider is this issuer's.
   *
   * @param foldedName - The provider's name in lower case.
   * @param partial - Whether parts of the name can be unknown.
   */
  owns(foldedName: string, partial = false): boolean {
    return this.#providers.some((pattern) => pattern.matches(foldedName, partial));
  }

  /** Whether a condition key is a subject of this issuer, written in the place of a key. AWS has no key like it. */
  isSubject(key: string): boolean {
    return this.#beginnings.some((pattern) => !pattern.source.startsWith("<") && pattern.begins(key));
  }

  /**
   * Whether no token of this issuer can have a subject, so that nobody can assume a role that demands it.
   *
   * @param text - The subject, or what a pattern begins with before its first wildcard.
   * @param isPattern - Whether more can follow.
   * @param partial - Whether parts of the text can be unknown.
   */
  neverIssues(text: string, isPattern: boolean, partial: boolean): boolean {
    const { subjectsAreFixed = false, attested = [], neverBegins } = this.facts;
    const known = partial ? (text.split(UNKNOWN)[0] ?? "") : text;
    if (neverBegins?.test(known) === true || this.formerBoundaries.some((pattern) => pattern.begins(known))) {
      return true;
    }
    if (!subjectsAreFixed && !attested.some((beginning) => text.startsWith(beginning))) {
      return false;
    }
    return isPattern
      ? !this.#beginnings.some((pattern) => pattern.canBegin(text, partial)) &&
          !this.#forms.some((pattern) => pattern.canMatch(text, partial))
      : !this.#beginnings.some((pattern) => pattern.begins(text, partial)) &&
          !this.#forms.some((pattern) => pattern.matches(text, partial));
  }
}
