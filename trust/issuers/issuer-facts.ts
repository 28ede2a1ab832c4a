/** Where a fact about an issuer comes from. */
export interface IssuerSource {
  /** The page's publisher and title. */
  readonly title: string;
  /** Its address. */
  readonly url: string;
  /** How well the fact is known. */
  readonly grade: "documentation" | "source code" | "log" | "third party";
}

/**
 * Who can assume a role that pins no subject. `"anyone"`: any customer of a shared issuer, or the world. `"tenant"`:
 * anyone in the owner's directory, cluster, organization, or identity provider.
 */
export type Crowd = "anyone" | "tenant";

/** A claim that identifies the caller as well as the subject does. */
export interface StandIn {
  /** The claim's condition key, after `<provider>:`; a key with a colon is a global one, such as `sts:RoleSessionName`. */
  readonly key: string;
  /** Whether a value binds the caller. Default is any exact value. */
  readonly accepts?: (value: string, isPattern: boolean) => boolean;
  /** Whether values that differ in case only mean the same caller. */
  readonly foldsCase?: true;
  /** Claims of which one must be demanded as well, because IAM refuses the policy otherwise. */
  readonly beside?: readonly string[];
  /** Audiences that the statement must demand. Default is any exact audience. */
  readonly audiences?: readonly string[];
  /** Whether it names no owner, so it binds a caller only together with an exact audience. */
  readonly needsAudience?: true;
  /** What the claim names, for messages: `repository`. */
  readonly names: string;
  /** The operator and the value to write, for remedies. Default is `StringEquals` and a placeholder. */
  readonly operator?: string;
  readonly example?: string;
  /** Microsoft's service that it is for. It counts only if the options name the service. */
  readonly service?: string;
  /** A note on every statement that relies on it. */
  readonly note?: string;
}

/** What IAM itself demands of a role that trusts a shared issuer. */
export interface IamDemand {
  /** Claims of which one must be compared. */
  readonly claims: readonly string[];
  /** IAM's error, without the provider's ARN. */
  readonly error: string;
}

/** One row of the table of issuers. */
export interface IssuerFacts {
  /** Short name in kebab-case, such as `github-actions`. */
  readonly id: string;
  /** Name for people, such as `GitHub Actions`. */
  readonly name: string;
  /** The provider's names in IAM, without `https://`, as patterns of names in lower case. */
  readonly providers: readonly string[];
  /** The name that the tokens have, if providers can have another name that is understood. */
  readonly issuerName?: (name: string) => string;
  /** Whether the provider is built into AWS, so that a principal names it without an ARN. */
  readonly builtIn?: true;
  /** Who can assume a role that pins no subject. */
  readonly crowd: Crowd;
  /** The crowd in words, as a subject: `Any workflow of any GitHub repository`. */
  readonly everyone: string;
  /** Names of the audience's and the subject's claim. Default is `aud` and `sub`. */
  readonly claims?: { readonly audience: string; readonly subject: string };
  /** Claims that AWS fills from the tokens, in addition to those two. `undefined` if no source lists them. */
  readonly filled?: readonly string[];
  /** The audience that workloads ask for, if the issuer's manual names one: a value, or a value with `<…>`. */
  readonly audience?: string;
  /** Further claims that hold the token's audience. An exact value of one pins the audience. */
  readonly otherAudiences?: readonly string[];
  /** Whether the audience names the owner, so that it closes the role to other customers of a shared issuer. */
  readonly audienceNamesOwner?: true;
  /**
   * What a pattern must begin with before its first wildcard: all of one repository, workspace, pipeline, stack, or namespace,
   * the smallest unit that an owner controls as one. A pattern for more (a project of workspaces, a group, an organization) is
   * as wide as the tenant, for every issuer. Empty: the subject ends with that unit, so no pattern is accepted.
   */
  readonly boundaries: readonly string[];
  /** The same with `*` for a name that the rest makes irrelevant: what follows is unique within the owner. */
  readonly boundariesWithWildcards?: readonly string[];
  /** Beginnings that bind a pattern to one owner, but to no workload: every workload of the owner can assume the role. */
  readonly ownerBoundaries?: readonly string[];
  /** How the subjects of an owner begin whose workloads may all assume the role, if the options can name owners. */
  readonly beginningsOf?: (owner: string) => readonly string[];
  /** Claims of which an exact value binds one owner, but not one workload. */
  readonly ownerClaims?: readonly string[];
  /** Whole subjects that name the owner, in addition to those that begin like a boundary. */
  readonly exactForms?: readonly string[];
  /** Whether an exact subject must begin like a boundary or be of an exact form, because others name no owner. */
  readonly exactMustNameOwner?: true;
  /** Whether the issuer's subjects are services that act for every customer: the session name says for which one. */
  readonly actsForCustomers?: true;
  /** Whether an exact subject after an owner's beginning may name the owner alone, because workloads choose what follows. */
  readonly ownersSubjectsAreChosen?: true;
  /** Beginnings that bound a workload until the issuer changed its subjects. No token has one now. */
  readonly formerBoundaries?: readonly string[];
  /** Exact subjects that bind one owner, but not one workload. */
  readonly ownerForms?: readonly string[];
  /** Whether every subject begins like a boundary or is of an exact form. No customer can choose another form. */
  readonly subjectsAreFixed?: true;
  /** Beginnings after which only the issuer writes, such as `repo:`. What follows must be as a boundary or form says. */
  readonly attested?: readonly string[];
  /** Matches strings with which no subject begins, by their part before the first colon. */
  readonly neverBegins?: RegExp;
  /** Whether names that differ in case only belong to one owner. */
  readonly foldsCase?: true;
  /**
   * Subjects to write, for remedies; with `*` under `StringLike` where the end differs from run to run. `undefined` if
   * the subjects cannot be listed in advance.
   */
  readonly subjects?: readonly string[];
  /** Claims that identify the caller as well as the subject does. */
  readonly standIns?: readonly StandIn[];
  /** What IAM demands when a role is created or its trust policy updated. */
  readonly iamDemands?: IamDemand;
  /** What else to know, as sentences in Markdown for the page of issuers. */
  readonly note?: string;
  /** Where these facts come from. */
  readonly sources: readonly IssuerSource[];
}
