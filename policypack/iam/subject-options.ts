import {
  type JudgeOptions,
  MICROSOFT_SERVICES,
  type MicrosoftService,
  type SubjectPatternAllowance,
} from "../../trust";
import type { ConfigSchema } from "../engine/rule-definition";

/** Configuration of the rules whose findings depend on which subjects bind a caller. */
export interface SubjectConfig {
  /** Whether patterns within the boundaries of the table of issuers are accepted. Default is true. */
  readonly acceptBoundedPatterns?: boolean;
  /** Patterns of subjects that are accepted as well. */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
  /** GitHub owners of which every repository may assume a role. */
  readonly gitHubOwners?: readonly string[];
  /** Services of Microsoft's whose documented trust is accepted. */
  readonly microsoftServices?: readonly MicrosoftService[];
}

/** The schemas of {@link SubjectConfig}. Rules are configured apart, so each of them has all. */
export const subjectSchemas: Readonly<Record<string, ConfigSchema>> = {
  acceptBoundedPatterns: {
    type: "boolean",
    default: true,
    description:
      "Whether patterns of subjects are accepted that stay within one owner's boundary, as docs/reference/issuers.md lists them.",
  },
  subjectPatterns: {
    type: "array",
    description: "Patterns of subjects that are accepted under StringLike, in addition to those.",
    items: {
      type: "object",
      required: ["provider", "beginning"],
      additionalProperties: false,
      properties: {
        provider: {
          type: "string",
          pattern: "^[^/:]+(/[^:]*)?$",
          description: "The provider: the issuer's URL without https://. <…> stands for a part of it.",
        },
        andBelow: { type: "boolean", description: "Whether issuers below that name are meant as well." },
        beginning: {
          type: "string",
          minLength: 1,
          description: "What a pattern begins with before its first wildcard; <…> stands for one name.",
        },
      },
    },
  },
  gitHubOwners: {
    type: "array",
    description: "GitHub owners of which every repository may assume a role: a name, or <name>@<owner ID>.",
    items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9-]*(@\\d+)?$" },
  },
  microsoftServices: {
    type: "array",
    description:
      "Services of Microsoft's whose documented trust is accepted: those in Microsoft's own tenants if the session name is exact, those in your tenant if the subject is.",
    items: { type: "string", enum: [...MICROSOFT_SERVICES] },
  },
};

/**
 * What a rule's configuration means for the analysis. `check-config` reports patterns that say nothing; the engine does
 * not, so they are left out here.
 */
export function subjectOptions({
  acceptBoundedPatterns,
  subjectPatterns,
  gitHubOwners,
  microsoftServices,
}: SubjectConfig): JudgeOptions {
  return {
    ...(acceptBoundedPatterns === undefined ? {} : { acceptBoundedPatterns }),
    ...(subjectPatterns === undefined ? {} : { subjectPatterns }),
    ...(gitHubOwners === undefined ? {} : { gitHubOwners }),
    ...(microsoftServices === undefined ? {} : { microsoftServices }),
  };
}
