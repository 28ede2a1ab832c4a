import * as pulumi from "@pulumi/pulumi";
import { IAM_LIMITS } from "../../trust/iam-limits";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { trustPolicyQuota } from "../arguments/rules/iam";
import type { TrustQuota } from "./trust-quota";

const PROJECT = "azure-to-aws-federation";
const KEY = "trustPolicyQuota";

/** The quota in the stack's configuration: it belongs to the AWS account, not to one role. An invalid one is reported. */
export function configuredQuota(checks: ArgumentChecks): TrustQuota {
  const given = new pulumi.Config(PROJECT).get(KEY);
  const characters = given === undefined ? IAM_LIMITS.trustPolicyCharacters : Number(given);
  const setting = `${PROJECT}:${KEY}`;
  for (const fault of trustPolicyQuota(characters)) {
    checks.report(setting, fault, given);
  }
  return { characters, setting };
}
