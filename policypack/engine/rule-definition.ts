import type { PolicyConfigSchema, Severity } from "@pulumi/policy";
import type { SeenResource, SeenStack } from "./seen-resource";

/** JSON schema of one member of a rule's configuration. */
export type ConfigSchema = PolicyConfigSchema["properties"][string];

/** Something that a rule has to say about a resource. */
export interface RuleFinding {
  /** The resource that it is about. */
  readonly urn: string;
  /** A violation is enforced as the rule is; advice never stops anything; an exception is a violation that the configuration accepts. */
  readonly kind: "violation" | "advice" | "exception";
  /** All of it in plain words. Never holds a secret. */
  readonly message: string;
  /**
   * What is wrong, without what may change while it stays wrong (positions, wording): with rule and resource it makes
   * the fingerprint by which a baseline knows the finding again.
   */
  readonly detail: string;
  /** How bad this finding is. Default is the rule's severity. */
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
  readonly remediationSteps: string;
  /** What it looks at, for the catalogue: types and components. */
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

/** Makes a violation. `detail` defaults to the message. */
export function violation(
  { urn }: Pick<SeenResource, "urn">,
  message: string,
  detail = message,
): RuleFinding {
  return { urn, kind: "violation", message, detail };
}

/** Makes a piece of advice: what a person should know, and what is not judged. */
export function advice({ urn }: Pick<SeenResource, "urn">, message: string, detail = message): RuleFinding {
  return { urn, kind: "advice", message, detail };
}
