import type { CreatedProvider } from "../kernel/grant";
import type { MicrosoftService } from "./microsoft";

/** Patterns of subjects that are accepted for one provider, in addition to those of the table of issuers. */
export interface SubjectPatternAllowance {
  /**
   * The provider's name, e.g. `token.actions.githubusercontent.com`. Case does not count. `<…>` stands for a part of the
   * name without `/` and `:`, as in `<host>/_services/token`.
   */
  readonly provider: string;
  /** Whether providers below this name (`<provider>/…`) are included. Default: false. */
  readonly andBelow?: boolean;
  /**
   * How the part before the first wildcard must begin; never empty. `<…>` stands for one or more characters other than
   * `/`, `:`, `*`, `?`, white space, and the character that follows in the pattern. `repo:<owner>/<name>:` bounds a
   * pattern to one GitHub repository.
   */
  readonly beginning: string;
}

/**
 * The right values of a provider's claims, as the caller knows them from where the policy is. A fix has them in place of its
 * placeholders. No verdict depends on them.
 */
export interface KnownClaims {
  /** The provider's name: the issuer's URL without `https://`. */
  readonly provider: string;
  /** The exact audience, or a placeholder in `<…>` that says where to find it. Wildcards and policy variables are ignored. */
  readonly audience?: string;
  /**
   * The provider that lists the audience, and its account (12 digits) if that is known. A principal that names an account gets
   * the audience only of a provider in the same account. If it is missing, the audience is right for any account.
   */
  readonly audienceFrom?: { readonly account?: string | undefined };
  /** The exact subject, in the same way. */
  readonly subject?: string;
}

/** Options of `judgeTrustPolicy`. */
export interface JudgeOptions {
  /** Patterns of subjects that are accepted, in addition to those of the table of issuers. Default: none. */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
  /** Whether patterns within the boundaries of the table of issuers are accepted. Default: true. */
  readonly acceptBoundedPatterns?: boolean;
  /** GitHub owners whose repositories may all assume the role: `acme`, or `acme@<owner ID>`. Default: none. */
  readonly gitHubOwners?: readonly string[];
  /** Services of Microsoft's whose documented trust is accepted. Default: all known services. */
  readonly microsoftServices?: readonly MicrosoftService[];
  /**
   * Providers that are created together with the role. A provider that lists a single audience pins it. Entra's providers do
   * not, because applications share them. Default: none.
   */
  readonly createdProviders?: readonly CreatedProvider[];
  /** What the caller knows of the right values, for the fixes. Default: nothing. */
  readonly knownClaims?: readonly KnownClaims[];
  /** The role's account (12 digits). If given, a provider of another account is a violation. */
  readonly accountId?: string;
}
