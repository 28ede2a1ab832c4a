import type { RuleDefinition } from "../engine/rule-definition";
import { entraApplicationIsClosed } from "./entra-application-is-closed";
import { entraAssignmentIsRequired } from "./entra-assignment-is-required";
import { federatedIdentityIsExclusive } from "./federated-identity-is-exclusive";
import { federatedRoleIsLeastPrivilege } from "./federated-role-is-least-privilege";
import { federatedRoleSessionIsBounded } from "./federated-role-session-is-bounded";
import { federatedVmIsClosed } from "./federated-vm-is-closed";
import { federationIsConsistent } from "./federation-is-consistent";
import { noLongLivedAwsKeys } from "./no-long-lived-aws-keys";
import { oidcProviderIsWellFormed } from "./oidc-provider-is-well-formed";
import { oidcTrustAudienceBesideSubject } from "./oidc-trust-audience-beside-subject";
import { oidcTrustNamesItsIssuer } from "./oidc-trust-names-its-issuer";
import { oidcTrustRequiresAudience } from "./oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "./oidc-trust-requires-subject";
import { trustPolicyIsWellFormed } from "./trust-policy-is-well-formed";

/** All rules of the pack, in the order of the catalog. */
export const rules: readonly RuleDefinition[] = [
  oidcTrustRequiresAudience,
  oidcTrustRequiresSubject,
  oidcTrustAudienceBesideSubject,
  oidcTrustNamesItsIssuer,
  trustPolicyIsWellFormed,
  oidcProviderIsWellFormed,
  federatedRoleIsLeastPrivilege,
  federatedRoleSessionIsBounded,
  entraApplicationIsClosed,
  entraAssignmentIsRequired,
  federatedIdentityIsExclusive,
  noLongLivedAwsKeys,
  federatedVmIsClosed,
  federationIsConsistent,
];
