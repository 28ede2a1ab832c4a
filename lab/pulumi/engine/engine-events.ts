/** Reads the engine's event log: one JSON document a line (apitype.EngineEvent of pulumi/pulumi). */

/** What the engine says that it did. */
export interface EngineRun {
  /** Number of resources by operation: `create`, `same`, `update`, `delete`, … */
  readonly changes: Readonly<Record<string, number>>;
  /** How many of those are components, which group resources and exist in no cloud. */
  readonly components: Readonly<Record<string, number>>;
  /** The steps that succeeded, in the order in which they ended, but for components and provider configurations: both are in no cloud. */
  readonly steps: readonly FinishedStep[];
  readonly violations: readonly PolicyViolation[];
  /** Error messages of the engine and of the program, without colour codes. */
  readonly errors: readonly string[];
}

/** One step that succeeded, or that a preview plans. */
export interface FinishedStep {
  /** `create`, `same`, `update`, `delete`, `create-replacement`, `replace`, `delete-replaced`, … */
  readonly op: string;
  readonly urn: string;
  readonly isPlanned: boolean;
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
  readonly urn: string;
  readonly type: string;
  readonly old?: { readonly custom?: boolean };
  readonly new?: { readonly custom?: boolean };
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: EngineStep };
  readonly resOutputsEvent?: { readonly metadata: EngineStep; readonly planning?: boolean };
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
    steps: events.flatMap(readStep),
    violations: events.flatMap(({ policyEvent }) => (policyEvent ? [readViolation(policyEvent)] : [])),
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [withoutColour(diagnosticEvent.message)] : [],
    ),
  };
}

function readStep({ resOutputsEvent }: EngineEvent): FinishedStep[] {
  if (resOutputsEvent === undefined) {
    return [];
  }
  const { metadata, planning = false } = resOutputsEvent;
  const { op, urn, type } = metadata;
  return isCustom(metadata) && !type.startsWith("pulumi:providers:")
    ? [{ op, urn, isPlanned: planning }]
    : [];
}

/** What a provider manages is `custom`; apart from components, only the stack is not. */
function isCustom(step: EngineStep): boolean {
  return (step.new ?? step.old)?.custom === true;
}

function componentsByOperation(events: readonly EngineEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resourcePreEvent } of events) {
    const step = resourcePreEvent?.metadata;
    if (step === undefined || step.type === "pulumi:pulumi:Stack") {
      continue;
    }
    if (!isCustom(step)) {
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
