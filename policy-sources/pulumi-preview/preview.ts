import { OPEN_VALUES, REMARKS, TO_KNOW, TO_OPEN } from "../../messages/judged-files";
import { isObject, itemsOf, unknownMark } from "../../trust";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import type { Path } from "../positions/source-node";
import { findInResources, type PropertySide, type PulumiResource } from "../pulumi-state/resource-policies";
import { knownValue, providerUrn } from "../pulumi-state/state-values";
import { inOrder, leavesResource, typeInUrn } from "./step-operations";

/**
 * What `pulumi preview --json` prints: one object with all steps or, with `PULUMI_ENABLE_STREAMING_JSON_PREVIEW`, one event
 * per line.
 *
 * Source: pulumi/pulumi, `pkg/display/json.go`, `pkg/backend/display/json.go`, and `sdk/go/common/apitype/events.go`.
 */
export const pulumiPreview: PolicySource = {
  code: "pulumi-preview",
  name: "a Pulumi preview",
  recognizes: (value) => isDigest(value) || isStream(value),
  find: (value) => {
    const read = Array.isArray(value) ? readStream(value) : readDigest(value as Record<string, unknown>);
    const found = findInResources(resourcesAfter(read.steps));
    const documents = found.documents.map((document): FoundPolicy => ({
      ...document,
      toKnow: TO_KNOW.afterUpdate(),
    }));
    return {
      ...found,
      documents: read.missing === undefined ? documents : [...documents, furtherRoles(read.missing)],
      remarks: remarksOn(read),
    };
  },
};

/** A step that the engine plans for one resource. */
interface Step {
  readonly operation: unknown;
  readonly urn: unknown;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
  /** Where `after` is in the file. */
  readonly path: Path;
  /** Whether a `refresh` or an import may leave something else in the cloud than `after` shows. */
  readonly isDoubted: boolean;
}

/** What a preview lacks, and how to get it. */
interface Missing {
  readonly what: string;
  readonly toKnow: string;
}

/** A preview that ended with an error does not have every resource. */
const BEYOND_ERROR: Missing = { what: OPEN_VALUES.beyondPreviewError(), toKnow: TO_KNOW.repeatPreview() };

interface Preview {
  readonly steps: readonly Step[];
  /** How many resources the update leaves as they are. */
  readonly same: number;
  /** What it lacks; `undefined` if the engine came to the end without an error, and the file has all that it printed. */
  readonly missing: Missing | undefined;
}

function isDigest(value: unknown): boolean {
  if (!isObject(value)) {
    return false;
  }
  const { steps, diagnostics, duration } = value;
  // A preview that failed at once has no steps.
  return steps === undefined
    ? Array.isArray(diagnostics) && typeof duration === "number"
    : itemsOf(steps).some(
        (step) => isObject(step) && typeof step.op === "string" && typeof step.urn === "string",
      );
}

function readDigest({ steps, diagnostics, changeSummary, maybeCorrupt }: Record<string, unknown>): Preview {
  return {
    steps: itemsOf(steps).map((step, index) => {
      const { op, urn, oldState, newState } = isObject(step) ? step : {};
      // A digest has the state before the engine reads the cloud. Of a refresh, it is the one of the update before, which
      // lacks the present ignoreChanges.
      const isDoubted =
        op === "refresh" || (isObject(newState) && itemsOf(newState.ignoreChanges).length > 0);
      return readStep(op, urn, oldState, newState, ["steps", index, "newState"], isDoubted);
    }),
    same: sameIn(changeSummary),
    missing:
      isObject(changeSummary) && maybeCorrupt !== true && !itemsOf(diagnostics).some(isError)
        ? undefined
        : BEYOND_ERROR,
  };
}

function isStream(value: unknown): boolean {
  return Array.isArray(value) && isObject(value[0]) && "sequence" in value[0] && "timestamp" in value[0];
}

function readStream(events: readonly unknown[]): Preview {
  const read = events.map((event) => (isObject(event) ? event : {}));
  const summary = read.map(({ summaryEvent }) => summaryEvent).findLast(isObject);
  return {
    steps: read.flatMap((event, index) =>
      ["resourcePreEvent", "resOutputsEvent"].flatMap((name) => {
        const content = event[name];
        const metadata = isObject(content) && isObject(content.metadata) ? content.metadata : undefined;
        return metadata === undefined
          ? []
          : [
              readStep(
                metadata.op,
                metadata.urn,
                metadata.old,
                metadata.new,
                [index, name, "metadata", "new"],
                // A stream has no ignoreChanges. It also has the state after a refresh.
                name !== "resOutputsEvent" || metadata.op !== "refresh",
              ),
            ];
      }),
    ),
    // A stream has all unchanged resources.
    same: 0,
    missing: missingIn(read, summary),
  };
}

function readStep(
  operation: unknown,
  urn: unknown,
  before: unknown,
  after: unknown,
  path: Path,
  isDoubted: boolean,
): Step {
  return {
    operation,
    urn,
    before: isObject(before) ? before : undefined,
    after: isObject(after) ? after : undefined,
    path,
    isDoubted,
  };
}

/** What a stream lacks. What a person did to the file comes before what the engine says in it. */
function missingIn(
  events: readonly Record<string, unknown>[],
  summary: Record<string, unknown> | undefined,
): Missing | undefined {
  const toKnow = TO_KNOW.wholeStream();
  const numbers = events.map(({ sequence }) => Number(sequence));
  const again = numbers.findIndex((number, index) => !(index === 0 || number > (numbers[index - 1] ?? NaN)));
  if (numbers[0] !== 0) {
    return { what: OPEN_VALUES.streamStart(String(numbers[0])), toKnow };
  }
  if (again >= 0) {
    return { what: OPEN_VALUES.streamOrder(again + 1), toKnow };
  }
  if (events.some(({ diagnosticEvent }) => isError(diagnosticEvent)) || hasFailed(summary)) {
    return BEYOND_ERROR;
  }
  if (summary === undefined) {
    return { what: OPEN_VALUES.streamEnd(events.length), toKnow };
  }
  const lost = lostSteps(events, summary);
  return lost.length === 0 ? undefined : { what: OPEN_VALUES.streamLines(lost), toKnow };
}

function hasFailed(summary: Record<string, unknown> | undefined): boolean {
  return (
    summary !== undefined &&
    (summary.maybeCorrupt === true || (summary.result ?? "succeeded") !== "succeeded")
  );
}

/**
 * How many steps of each operation the summary counts and the stream lacks: `2 create`. The engine does not print all events
 * that it numbers, so a gap in the numbers says nothing. It counts each step whose events it prints, except for some reads.
 *
 * Source: pulumi/pulumi, `pkg/engine/update.go` and `pkg/backend/display/display.go`.
 */
function lostSteps(
  events: readonly Record<string, unknown>[],
  { resourceChanges }: Record<string, unknown>,
): string[] {
  const metadata = (name: string): Record<string, unknown>[] =>
    events
      .map((event) => event[name])
      .map((content) => (isObject(content) ? content.metadata : undefined))
      .filter(isObject);
  const before = metadata("resourcePreEvent");
  const after = metadata("resOutputsEvent");
  const seen = (operation: string): number => {
    const is = ({ op }: Record<string, unknown>): boolean => op === operation;
    // A component has the second event twice. With the second one, nothing of a resource is lost.
    return Math.max(before.filter(is).length, new Set(after.filter(is).map(({ urn }) => urn)).size);
  };
  return Object.entries(isObject(resourceChanges) ? resourceChanges : {}).flatMap(([operation, count]) => {
    const lost = Number(count) - seen(operation);
    return lost > 0 ? [`${lost} ${operation}`] : [];
  });
}

function isError(diagnostic: unknown): boolean {
  return isObject(diagnostic) && diagnostic.severity === "error";
}

function sameIn(changes: unknown): number {
  return isObject(changes) && typeof changes.same === "number" ? changes.same : 0;
}

/** The resources that exist after the update. A URN names one resource, whose last step counts. */
function resourcesAfter(steps: readonly Step[]): PulumiResource[] {
  const last = new Map<unknown, Step>();
  for (const step of steps) {
    const { operation, urn, before } = step;
    // Two masked URNs can be those of two resources.
    const key = typeof urn === "string" && !isMasked(urn) ? urn : step;
    if (leavesResource(operation)) {
      last.set(key, step);
    } else if (
      operation === "delete" &&
      last.get(key)?.operation === "refresh" &&
      // Otherwise it is what an earlier replacement left behind. It has the URN of the resource that stays.
      before?.delete !== true
    ) {
      last.delete(key);
    }
  }
  return [...last.values()].map(asResource);
}

function asResource({ operation, urn, before, after, path, isDoubted }: Step): PulumiResource {
  const own = typeof urn === "string" ? urn : undefined;
  const side = (name: "inputs" | "outputs"): PropertySide => ({
    properties: propertiesOf(after?.[name]),
    place: (within) => [...path, name, ...within],
  });
  return {
    urn: own,
    provider: providerUrn(after?.provider),
    gap: after === undefined ? OPEN_VALUES.previewState() : undefined,
    type: typeof after?.type === "string" ? after.type : typeInUrn(own ?? ""),
    sides: [
      ...inOrder({ operation, isDoubted }, side("inputs"), side("outputs")),
      keptArn(operation, before),
    ],
  };
}

/** The ARN of a resource that stays. It shows the account, and few previews have the other outputs. */
function keptArn(operation: unknown, before: Step["before"]): PropertySide {
  const { arn } = propertiesOf(before?.outputs);
  const isReplaced = typeof operation !== "string" || operation.includes("replace");
  return { properties: arn === undefined || isReplaced ? {} : { arn }, place: (within) => within };
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, knownValue(opaque(member), TO_OPEN.preview())]),
      )
    : {};
}

/**
 * Puts a mark in place of each string with `[secret]`: a preview has no secret in plain text, whatever its options. The
 * engine also masks a part of a string in a stream. What the mask hides may be anything, a pattern or the end of a JSON
 * string too, so all of the string is unknown. An object is unknown as a whole if one of its names is masked.
 */
function opaque(value: unknown): unknown {
  if (isMasked(value)) {
    return unknownMark(OPEN_VALUES.secret(TO_OPEN.preview()));
  }
  if (Array.isArray(value)) {
    return value.map(opaque);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.keys(value).some(isMasked)
    ? unknownMark(OPEN_VALUES.secret(TO_OPEN.preview()))
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opaque(member)]));
}

function isMasked(value: unknown): boolean {
  return typeof value === "string" && value.includes("[secret]");
}

/** Roles that a preview lacks. */
function furtherRoles({ what, toKnow }: Missing): FoundPolicy {
  return {
    role: "(further roles)",
    id: [],
    kind: "preview",
    document: unknownMark(what),
    path: [],
    embedded: false,
    toKnow,
  };
}

function remarksOn({ steps, same }: Preview): NonNullable<FoundPolicies["remarks"]> {
  const shown = new Set(
    steps.filter(({ operation }) => operation === "same" || operation === "refresh").map(({ urn }) => urn),
  );
  const changed = new Set(
    steps.filter(({ operation }) => operation !== "same" && operation !== "refresh").map(({ urn }) => urn),
  );
  const hidden = same - [...shown].filter((urn) => !changed.has(urn)).length;
  return hidden > 0 ? [REMARKS.unchangedLeftOut(hidden)] : [];
}
