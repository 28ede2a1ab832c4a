import path from "node:path";
import type { BaselineFinding } from "@azure-to-aws/federation/policypack/configuration";
import type { FoundPolicy } from "../../policy-sources";
import type { TrustFinding } from "../../trust";

/**
 * A role's violation as a baseline has it: by rule, resource and what is wrong. In a Pulumi stack the same as the
 * policy pack makes of it. In other files the role's name takes the place of the URN, with its account or, where nothing
 * tells that, the file: a name alone says little, and a bare policy has none.
 */
export function baselineFinding(
  file: string,
  { urn, role, account, place = "" }: FoundPolicy,
  finding: TrustFinding,
): BaselineFinding {
  const { rule, provider, key, found, message } = finding;
  return {
    rule,
    resource: urn ?? role,
    detail: JSON.stringify(
      urn === undefined
        ? [account ?? path.normalize(file), place, provider, key, found]
        : [place, provider, key, found],
    ),
    message: `Role ${role}: ${message}`,
  };
}
