/** The registry of audit rules, for the audit, its SARIF output, and the rule pages of the manual. */
import { accessKeyBesideFederation } from "./access-key-beside-federation";
import { applicationOpenToTenant } from "./application-open-to-tenant";
import { audienceNamesNoApplication } from "./audience-names-no-application";
import { audienceNotRegistered } from "./audience-not-registered";
import type { AuditRule } from "./audit-rule";
import { clientIdUnlikeSubject } from "./client-id-unlike-subject";
import { clientIdWithoutApplication } from "./client-id-without-application";
import { federatedCredentialNamesStranger } from "./federated-credential-names-stranger";
import { federatedRoleIsPowerful } from "./federated-role-is-powerful";
import { guestControlsWayIn } from "./guest-controls-way-in";
import { identityNotAssigned } from "./identity-not-assigned";
import { powerfulRoleBehindWeakDoor } from "./powerful-role-behind-weak-door";
import { providerMissing } from "./provider-missing";
import { providerWithoutRoles } from "./provider-without-roles";
import { roleLeadsToAdministrator } from "./role-leads-to-administrator";
import { roleUnused } from "./role-unused";
import { subjectHasSecret } from "./subject-has-secret";
import { subjectNamesNoIdentity } from "./subject-names-no-identity";
import { tokenVersionUnlikeIssuer } from "./token-version-unlike-issuer";
import { trustAdmitsAnyone } from "./trust-admits-anyone";
import { trustAdmitsAssigned } from "./trust-admits-assigned";
import { trustAdmitsNobody } from "./trust-admits-nobody";
import { trustAdmitsReplay } from "./trust-admits-replay";
import { trustAdmitsStranger } from "./trust-admits-stranger";
import { trustAdmitsTenant } from "./trust-admits-tenant";
import { trustNotJudged } from "./trust-not-judged";

/** All rules, in the order of the manual: who gets in, how far, who controls it, and what is dead. */
export const AUDIT_RULES: readonly AuditRule[] = [
  trustAdmitsAnyone,
  trustAdmitsTenant,
  trustAdmitsAssigned,
  trustAdmitsReplay,
  trustAdmitsNobody,
  trustAdmitsStranger,
  trustNotJudged,
  powerfulRoleBehindWeakDoor,
  federatedRoleIsPowerful,
  roleLeadsToAdministrator,
  applicationOpenToTenant,
  federatedCredentialNamesStranger,
  subjectHasSecret,
  guestControlsWayIn,
  accessKeyBesideFederation,
  roleUnused,
  subjectNamesNoIdentity,
  identityNotAssigned,
  audienceNamesNoApplication,
  audienceNotRegistered,
  tokenVersionUnlikeIssuer,
  clientIdUnlikeSubject,
  providerMissing,
  providerWithoutRoles,
  clientIdWithoutApplication,
];
