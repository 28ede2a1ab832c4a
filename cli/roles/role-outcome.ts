/** The result of `suspend` or `resume` for one role, which both report formats show. */
import type { Message } from "../../messages";

/** How a role is after a command. */
export type RoleState =
  | "suspended"
  | "already-suspended"
  | "partly-suspended"
  | "not-suspended"
  | "would-be-suspended"
  | "resumed"
  | "not-resumed"
  | "would-be-resumed";

/** What a command did to one role. */
export interface RoleOutcome {
  /** The role as the command line names it. */
  readonly role: string;
  /** Its ARN, once IAM has shown it. */
  readonly arn?: string;
  /** How the role is now. */
  readonly state: RoleState;
  /** What was done and proven, in sentences. */
  readonly notes: readonly string[];
  /** What the caller should know although it does not make the command fail. */
  readonly warnings: readonly Message[];
  /** What makes the command fail. */
  readonly problems: readonly Message[];
}

/** Collects notes, warnings, and problems of an outcome. */
export class OutcomeNotes {
  readonly notes: string[] = [];
  readonly warnings: Message[] = [];
  readonly problems: Message[] = [];

  /** The outcome with all that was collected. */
  outcome(role: string, state: RoleState, arn: string | undefined): RoleOutcome {
    const { notes, warnings, problems } = this;
    return { role, ...(arn === undefined ? {} : { arn }), state, notes, warnings, problems };
  }
}
