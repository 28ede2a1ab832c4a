/** Reads the engine's event log: one JSON document a line (apitype.EngineEvent of pulumi/pulumi). */

/** What the engine says that it did. */
export interface EngineRun {
  /** Number of resources by operation: `create`, `same`, `update`, `delete`, … */
  readonly changes: Readonly<Record<string, number>>;
  readonly violations: readonly PolicyViolation[];
  /** Error messages of the engine and of the program, without colour codes. */
  readonly errors: readonly string[];
}

/** One violation that a policy pack reported. */
export interface PolicyViolation {
  readonly policyName: string;
  readonly enforcementLevel: string;
  readonly resourceUrn: string;
  readonly message: string;
}

interface EngineEvent {
  readonly summaryEvent?: { readonly resourceChanges?: Record<string, number> };
  readonly policyEvent?: Partial<PolicyViolation>;
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
}

/** Reads a whole event log. A last line that was cut (the engine was killed) is left out. */
export function readEngineEvents(log: string): EngineRun {
  const events = log.split("\n").flatMap(parseEvent);
  return {
    changes: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    violations: events.flatMap(({ policyEvent }) => (policyEvent ? [readViolation(policyEvent)] : [])),
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [withoutColour(diagnosticEvent.message)] : [],
    ),
  };
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
    resourceUrn: event.resourceUrn ?? "",
    message: withoutColour(event.message ?? ""),
  };
}

/** The engine marks colours as `<{%red%}>`. */
function withoutColour(message: string): string {
  return message.replaceAll(/<\{%.*?%\}>/g, "").trim();
}
