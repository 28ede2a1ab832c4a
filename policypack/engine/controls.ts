import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Titles of the controls that rules support. Source: NIST SP 800-53 Revision 5. */
const TITLES = {
  "AC-2": "Account Management",
  "AC-3": "Access Enforcement",
  "AC-6": "Least Privilege",
  "AC-6(5)": "Least Privilege | Privileged Accounts",
  "AC-12": "Session Termination",
  "CM-2": "Baseline Configuration",
  "CM-6": "Configuration Settings",
  "CM-7": "Least Functionality",
  "IA-5": "Authenticator Management",
  "IA-5(7)": "Authenticator Management | No Embedded Unencrypted Static Authenticators",
  "IA-9": "Service Identification and Authentication",
  "SC-7": "Boundary Protection",
  "SI-10": "Information Input Validation",
} as const;

/**
 * The controls of NIST SP 800-53 that a rule supports, as Pulumi takes them: one framework per policy.
 */
export function nist(...controls: readonly (keyof typeof TITLES)[]): PolicyComplianceFramework {
  return {
    name: "NIST SP 800-53",
    version: "Revision 5",
    reference: controls.join(", "),
    specification: controls.map((control) => TITLES[control]).join("; "),
  };
}
