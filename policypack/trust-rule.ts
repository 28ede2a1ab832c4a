import type { PolicyConfigSchema, ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import {
  judgeTrustPolicy,
  oidcProviderName,
  type SubjectPatternAllowance,
  type TrustRule,
} from "azure-to-aws-federation/trust";

import { looseValues, type StructuredTrust } from "./structured-trust";
import { findTrustPolicy } from "./trust-policies";
import { adviseOnUnknownTrust, unknownTrustMessage } from "./unknown-trust";

/** Configuration that the trust rules share. */
export interface TrustRuleConfig {
  /** What a preview does with a trust policy that is not known yet. Default is `"advise"`. */
  readonly unknownInPreview?: "advise" | "refuse";
  /** Patterns of subjects that are accepted. Default is GitHub's, bounded to one repository. */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
}

/** The schema of `unknownInPreview`. */
export const unknownInPreviewSchema: PolicyConfigSchema["properties"] = {
  unknownInPreview: {
    type: "string",
    enum: ["advise", "refuse"],
    default: "advise",
    description: "What a preview does with a trust policy that is not known before the update.",
  },
};

/** Judges the trust policy on a resource, if it holds one, and reports what concerns one claim. */
export function reportTrust(
  claim: "audience" | "subject",
  args: ResourceValidationArgs,
  report: ReportViolation,
): void {
  const trust = findTrustPolicy(args);
  if (trust === undefined) {
    return;
  }
  const config = args.getConfig<TrustRuleConfig>();
  switch (trust.kind) {
    case "document":
      reportDocument(claim, args.name, trust.document, config, report);
      break;
    case "structured":
      reportStructured(claim, args.name, trust.trust, report);
      break;
    case "unknown":
      if (config.unknownInPreview === "refuse") {
        report(unknownTrustMessage(args.name));
      } else {
        adviseOnUnknownTrust(args, trust.cause);
      }
  }
}

function reportDocument(
  claim: "audience" | "subject",
  role: string,
  document: unknown,
  { subjectPatterns }: TrustRuleConfig,
  report: ReportViolation,
): void {
  const rules: readonly TrustRule[] = [`oidc-trust-requires-${claim}`, "trust-policy-is-well-formed"];
  const { findings } = judgeTrustPolicy(document, subjectPatterns === undefined ? {} : { subjectPatterns });
  for (const { rule, severity, message } of findings) {
    if (severity === "violation" && rules.includes(rule)) {
      report(`Role ${role}: ${message}`);
    }
  }
}

function reportStructured(
  claim: "audience" | "subject",
  role: string,
  { issuer, audiences, subjects }: StructuredTrust,
  report: ReportViolation,
): void {
  const values = claim === "audience" ? audiences : subjects;
  const found = values === undefined ? undefined : looseValues(values);
  if (found !== undefined) {
    const provider = issuer?.startsWith("https://") ? oidcProviderName(issuer) : "<issuer>";
    const key = `${provider}:${claim === "audience" ? "aud" : "sub"}`;
    report(
      `FederatedRole ${role}: found ${found}, in ${claim}s. Nothing would pin ${key}. ` +
        `Right would be one exact ${claim} or more, for "Condition": {"StringEquals": {${JSON.stringify(key)}: "<${claim}>"}}`,
    );
  }
}
