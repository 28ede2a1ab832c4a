/** How SARIF describes rules, and how bad their results are. */
import { PROJECT } from "../../messages";
import type { ReportedFinding } from "./reported-finding";

/** A rule, whichever command has it. */
export interface ReportedRule {
  readonly id: string;
  readonly severity: ReportedFinding["severity"];
  /** What is right, in a sentence. */
  readonly title: string;
  /** More about it, in further sentences. */
  readonly text: string;
  /** What to do. */
  readonly fix: string;
  /** Its page in the manual. */
  readonly page: string;
}

/** A `reportingDescriptor` of SARIF. */
export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  /** Where the manual explains the rule, once it is published. */
  readonly helpUri?: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: {
    /** With it, results are security results. */
    readonly tags: readonly string[];
    readonly precision: "very-high" | "high";
    /** How bad a result can be, from 0 to 10. Source: GitHub, "SARIF support for code scanning". */
    readonly "security-severity": string;
  };
}

/** A `level` of SARIF. */
export type SarifLevel = "error" | "warning" | "note";

/** The level of each severity, and its score. */
export const LEVELS: Readonly<Record<ReportedFinding["severity"], readonly [SarifLevel, string]>> = {
  critical: ["error", "9.5"],
  high: ["error", "8.0"],
  medium: ["warning", "5.0"],
  low: ["warning", "3.0"],
  note: ["note", "0.5"],
};

/** @param site - The root of the published manual. Default: that of the project, once it is published. */
export function sarifRule(
  { id, severity, title, text, fix, page }: ReportedRule,
  site: string | undefined = PROJECT.site,
): SarifRule {
  const helpUri = site === undefined ? undefined : `${site}/${page}`;
  const [level, score] = LEVELS[severity];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title} ${text}` },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: {
      text: fix,
      markdown: helpUri === undefined ? fix : `${fix}\n\n[More about this rule](${helpUri})`,
    },
    defaultConfiguration: { level },
    properties: { tags: ["security"], precision: "high", "security-severity": score },
  };
}
