import { CHECKED, type EscalationPath, type Grade, type Target } from "./escalation-path";
import type { ResourceForm } from "./reaches-several";

/** An action that a role for workloads should not have. */
export interface DangerousAction {
  readonly action: string;
  /** What an identity can do with it, to be read after `It can `. */
  readonly can: string;
  /** The resources that it is about, if it is accepted on one that has a name. Missing: it is dangerous on any resource. */
  readonly named?: readonly ResourceForm[];
  /** The page that describes it. */
  readonly source: string;
  readonly grade: Grade;
  /** The day on which the source was read last. */
  readonly checked: string;
  /** The path that it is by itself. Missing: it needs something more, such as another action of the table. */
  readonly alone?: Pick<EscalationPath, "id" | "ofBoundary" | "ofNamed" | "ofAssumable"> & {
    readonly target: Target;
  };
}

/** What a row says of an action that is a path by itself. */
export type Alone = NonNullable<DangerousAction["alone"]>;

/** A row that is dangerous on any resource. Its grade is that of its source. */
export function row(action: string, can: string, source: string, alone?: Alone): DangerousAction {
  const grade: Grade = source.startsWith("https://docs.aws.amazon.com/") ? "reference" : "published";
  return { action, can, source, grade, checked: CHECKED, ...(alone === undefined ? {} : { alone }) };
}

/** By itself, if it is allowed on more than named resources. */
export function anywhere(id: string, more: Partial<Alone> = {}): Alone {
  return { id, target: "several", ...more };
}
