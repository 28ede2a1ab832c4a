import type { Message } from "@azure-to-aws/federation/messages";
import type { PolicyComplianceFramework, PolicyConfigSchema, Severity } from "@pulumi/policy";
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
   * The message with this stack's values in its patch, in the place of placeholders. It is shown; a baseline holds the
   * message, which does not depend on the order of the stack.
   */
  readonly patched?: string;
  /**
   * What is wrong, without what may change while it stays wrong (positions, wording): with rule and resource it makes
   * the fingerprint by which a baseline knows the finding again.
   */
  readonly detail: string;
  /** How bad this finding is. The default is the rule's severity for a violation, and `low` for advice. */
  readonly severity?: Severity;
  /** Set if the detail names a part that is not known yet: its fingerprint is another one once that is known. */
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
 * Makes a violation.
 *
 * @param detail - What is wrong, for the fingerprint: see {@link RuleFinding.detail}.
 */
export function violation({ urn }: Pick<SeenResource, "urn">, message: Message, detail: string): RuleFinding {
  return { urn, kind: "violation", code: message.code, message: message.text, detail };
}

/**
 * Makes a piece of advice: what a person should know, and what is not judged.
 *
 * @param severity - Default is `low`.
 */
export function advice(
  { urn }: Pick<SeenResource, "urn">,
  message: Message,
  severity: Severity = "low",
): RuleFinding {
  // A baseline holds violations only, so the detail of advice makes no fingerprint.
  return { urn, kind: "advice", code: message.code, message: message.text, detail: message.text, severity };
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
  detail: string,
  isRefused: boolean,
): RuleFinding {
  return isRefused
    ? { ...violation(resource, message, detail), severity: "medium" }
    : { ...advice(resource, message, "medium"), detail };
}
