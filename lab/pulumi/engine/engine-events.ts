/** Reads the engine's event log: one JSON document a line (apitype.EngineEvent of pulumi/pulumi). */

/** What the engine says that it did. */
export interface EngineRun {
  /** Number of resources by operation: `create`, `same`, `update`, `delete`, … */
  readonly changes: Readonly<Record<string, number>>;
  /** How many of those are components, which group resources and exist in no cloud. */
  readonly components: Readonly<Record<string, number>>;
  readonly violations: readonly PolicyViolation[];
  /** Error messages of the engine and of the program, without colour codes. */
  readonly errors: readonly string[];
}

/** One violation that a policy pack reported. */
export interface PolicyViolation {
  readonly policyName: string;
  readonly enforcementLevel: string;
  /** `low` to `critical`; empty if the pack has none. */
  readonly severity: string;
  readonly resourceUrn: string;
  readonly message: string;
}

/** A step as the engine announces it. */
interface EngineStep {
  readonly op: string;
  readonly type: string;
  readonly old?: { readonly custom?: boolean };
  readonly new?: { readonly custom?: boolean };
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: EngineStep };
  readonly summaryEvent?: { readonly resourceChanges?: Record<string, number> };
  readonly policyEvent?: Partial<PolicyViolation>;
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
}

/** Reads a whole event log. A last line that was cut (the engine was killed) is left out. */
export function readEngineEvents(log: string): EngineRun {
  const events = log.split("\n").flatMap(parseEvent);
  return {
    changes: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    components: componentsByOperation(events),
    violations: events.flatMap(({ policyEvent }) => (policyEvent ? [readViolation(policyEvent)] : [])),
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [withoutColour(diagnosticEvent.message)] : [],
    ),
  };
}

/** What a provider manages is `custom`; apart from components, only the stack is not. */
function componentsByOperation(events: readonly EngineEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resourcePreEvent } of events) {
    const step = resourcePreEvent?.metadata;
    if (step === undefined || step.type === "pulumi:pulumi:Stack") {
      continue;
    }
    if ((step.new ?? step.old)?.custom !== true) {
      counts[step.op] = (counts[step.op] ?? 0) + 1;
    }
  }
  return counts;
}

function parseEvent(line: string): EngineEvent[] {
  try {
    return line.trim() === "" ? [] : [JSON.parse(line) as EngineEvent];
  } catch {
    return [];
  }
}

function readViolation(event: Partial<PolicyViolation>): PolicyViolation {
  return {
    policyName: event.policyName ?? "",
    enforcementLevel: event.enforcementLevel ?? "",
    severity: event.severity ?? "",
    resourceUrn: event.resourceUrn ?? "",
    message: withoutColour(event.message ?? ""),
  };
}

/** The engine marks colours as `<{%red%}>`. */
function withoutColour(message: string): string {
  return message.replaceAll(/<\{%.*?%\}>/g, "").trim();
}
