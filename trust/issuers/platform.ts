import type { ClaimDemand } from "../kernel/claim-demand";
import type { MicrosoftService } from "./microsoft";

/** A tenant of a {@link Platform}, as the name of a provider shows it. */
export interface Tenant {
  /** The tenant's ID, in lower case. */
  readonly tenantId: string;
  /** Version of the tokens that this issuer signs. */
  readonly tokenVersion: 1 | 2;
  /** The right name of the provider. */
  readonly providerName: string;
}

/** What the statement demands, for the question which of its audiences a token of the platform can have. */
export interface AudienceQuestion {
  readonly tenant: Tenant;
  readonly audience: ClaimDemand;
  readonly subject: ClaimDemand;
  readonly isSubjectPinned: boolean;
  /** Whether another claim of the tokens has one exact value. */
  readonly isPinned: (claim: string) => boolean;
  /** Whether a part of a value is unknown. */
  readonly isUnknown: (value: string) => boolean;
  /** Whether the tenant is a customer's, and none of the platform's owner. */
  readonly isCustomers: boolean;
  /** Services whose documented trust is accepted. */
  readonly services: readonly MicrosoftService[];
}

/** An answer to an {@link AudienceQuestion}. */
export interface AudienceFact {
  readonly code:
    | "audience-held-by-others"
    | "audience-never-issued"
    | "audience-not-a-client-id"
    | "application-not-pinned";
  readonly severity: "violation" | "note";
  readonly reach: "replay" | "nobody" | undefined;
  /** The audiences that it is about. */
  readonly values: readonly string[];
  /** The audiences with which nothing is wrong. */
  readonly right: readonly string[];
}

/** An identity platform: it issues tokens for many tenants, each of which is an issuer of its own. A row beside the table of issuers. */
export interface Platform {
  /** Its name for people. */
  readonly name: string;
  /** Whether a provider's host is one of the platform's. The name is in lower case. */
  readonly owns: (foldedName: string) => boolean;
  /** The tenant that a provider names, in whatever spelling. */
  readonly tenantOf: (name: string) => Tenant | undefined;
  /** Whether a provider names the platform, but no single tenant of it: no token has such an issuer. */
  readonly namesNoTenant: (name: string) => boolean;
  /** Whether no token has a subject, or any subject that begins so. */
  readonly neverIssues: (text: string, isPattern: boolean) => boolean;
  /** Which audiences of a statement no token has, or others hold tokens for. */
  readonly judgeAudiences: (question: AudienceQuestion) => readonly AudienceFact[];
}
