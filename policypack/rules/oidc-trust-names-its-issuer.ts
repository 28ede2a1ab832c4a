import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { judgeTrust } from "../iam/judge-trust";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";

interface Config extends UnknownTrustConfig {
  /** The account of the roles, 12 digits. */
  readonly accountId?: string;
}

/** Refuses trust policies whose principal and conditions do not name the same issuer. */
export const oidcTrustNamesItsIssuer: RuleDefinition<Config> = {
  name: "oidc-trust-names-its-issuer",
  displayName: "OIDC trust names its issuer",
  description:
    "A trust policy has conditions on claims of the provider that the statement names. The provider's name is exactly the tokens' iss.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["aws", "iam", "oidc", "trust"],
  framework: nist("IA-9", "CM-6"),
  otherControls: { iso27001: "A.8.5, A.8.9" },
  remediationSteps:
    "Write the provider's ARN and the condition keys with the issuer exactly as in the tokens. " +
    "For version 1 that is sts.windows.net/<tenant ID>/ with the slash, for version 2 login.microsoftonline.com/<tenant ID>/v2.0. " +
    "Write one statement per provider.",
  looksAt: "every role in any resource of the stack, and this package's `FederatedRole`",
  configuration: {
    ...unknownInPreviewSchema,
    accountId: {
      type: "string",
      pattern: "^\\d{12}$",
      description: "The account of the roles. If it is set, the rule rejects a provider in another account.",
    },
  },
  *judgeResource(resource, config, earlier) {
    yield* judgeTrust(resource, {
      rules: ["oidc-trust-names-its-issuer"],
      config,
      earlier,
      options: config.accountId === undefined ? {} : { accountId: config.accountId },
    });
  },
};
