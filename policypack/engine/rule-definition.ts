import type { PolicyComplianceFramework, PolicyConfigSchema, Severity } from "@pulumi/policy";
import type { Message } from "../../messages";
import { describeMarks } from "../../trust";
import type { SeenResource, SeenStack } from "./seen-resource";

/** JSON schema of one member of a rule's configuration. */
export type ConfigSchema = PolicyConfigSchema["properties"][string];

/** What a rule reports about a resource. */
export interface RuleFinding {
  /** The resource that it is about. */
  readonly urn: string;
  /** A violation is enforced at the level of the rule. Advice stops nothing. */
  readonly kind: "violation" | "advice";
  /** The code under which the manual explains it. */
  readonly code: string;
  /** All of it in plain words, without the code. Never holds a secret. */
  readonly message: string;
  /**
   * The message with this stack's values in its patch, in the place of placeholders. It is shown; other reports have the
   * message, which does not depend on the order of the stack.
   */
  readonly patched?: string;
  /**
   * What is wrong, as JSON values, without what may change while it stays wrong (positions, wording): with rule and resource it
   * makes the fingerprint by which an accepted finding is known again.
   */
  readonly identity: readonly unknown[];
  /** Of a finding on a trust policy: the role's name in IAM, if it is known, and what is wrong, by which files and accounts know it too. */
  readonly role?: { readonly name: string; readonly identity: readonly unknown[] };
  /** How bad this finding is. The default is the rule's severity for a violation, and `low` for advice. */
  readonly severity?: Severity;
  /** Set if a part of the identity is not known yet: the fingerprint is another one once that is known. */
  readonly isPartial?: boolean;
}

/** A rule of the pack, apart from the engine. `C` is its configuration. */
export interface RuleDefinition<C extends object = object> {
  /** Name in kebab-case, as in configuration files. */
  readonly name: string;
  readonly displayName: string;
  /** What it demands, in one sentence. */
  readonly description: string;
  readonly enforcementLevel: "mandatory" | "advisory";
  readonly severity: Severity;
  readonly tags: readonly string[];
  /** What it supports of a standard. */
  readonly framework: PolicyComplianceFramework;
  /**
   * What it supports of other standards, for docs/explanation/controls.md: CIS Foundations Benchmarks, if they have a recommendation, and
   * ISO/IEC 27001:2022, Annex A.
   */
  readonly otherControls: { readonly cis?: string; readonly iso27001: string };
  readonly remediationSteps: string;
  /** What it looks at, for the catalog: types and components. */
  readonly looksAt: string;
  /** JSON schemas of its own configuration, by key. */
  readonly configuration: Readonly<Record<string, ConfigSchema>>;
  /**
   * Judges what one resource says, before it is created or changed.
   *
   * @param earlier - The resources that were judged before it, in their order: those that it depends on are among them.
   */
  judgeResource?(resource: SeenResource, config: C, earlier: Iterable<SeenResource>): Iterable<RuleFinding>;
  /** Judges what only the whole stack says, once it is there. */
  judgeStack?(stack: SeenStack, config: C): Iterable<RuleFinding>;
}

/**
 * Makes a violation. Its identity is the code of the message with `values`.
 *
 * @param values - What tells it from other findings of this code on the resource: see {@link RuleFinding.identity}.
 */
export function violation(
  { urn }: Pick<SeenResource, "urn">,
  { code, text }: Message,
  ...values: readonly unknown[]
): RuleFinding {
  return { urn, kind: "violation", code, message: describeMarks(text), identity: [code, ...values] };
}

/**
 * Makes a piece of advice: what a person should know, and what is not judged. A resource has one of each code.
 *
 * @param severity - Default is `low`.
 */
export function advice(
  resource: Pick<SeenResource, "urn">,
  message: Message,
  severity: Severity = "low",
): RuleFinding {
  return { ...violation(resource, message), kind: "advice", severity };
}

/**
 * Makes a finding about something that is merely unknown. Its severity is medium whatever the rule's: an unknown value
 * can turn out well.
 *
 * @param isRefused - Whether the configuration refuses what is unknown.
 */
export function unknownFinding(
  resource: Pick<SeenResource, "urn">,
  message: Message,
  isRefused: boolean,
  ...values: readonly unknown[]
): RuleFinding {
  const kind = isRefused ? "violation" : "advice";
  return { ...violation(resource, message, ...values), kind, severity: "medium" };
}
