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
    const documents = found.documents.map((document): FoundPolicy => ({ ...document, toKnow: TO_KNOW }));
    return {
      ...found,
      documents: read.isWhole ? documents : [...documents, unfinished()],
      remarks: remarksOn(read),
    };
  },
};

const TO_KNOW = "judge the stack after the update (pulumi stack export)";

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

interface Preview {
  readonly steps: readonly Step[];
  /** How many resources the update leaves as they are. */
  readonly same: number;
  /** Whether the engine came to the end, without an error. */
  readonly isWhole: boolean;
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
    isWhole: isObject(changeSummary) && maybeCorrupt !== true && !itemsOf(diagnostics).some(isError),
  };
}

/**
 * Whether a stream has its start and is one. The engine numbers its events from 0 and does not print all of them. So a gap
 * says nothing, but a number that is no higher than the one before shows that two streams were put together.
 */
function isNumbered(events: readonly Record<string, unknown>[]): boolean {
  const numbers = events.map(({ sequence }) => Number(sequence));
  return numbers.every((number, index) =>
    index === 0 ? number === 0 : number > (numbers[index - 1] ?? NaN),
  );
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
        const said = event[name];
        const metadata = isObject(said) && isObject(said.metadata) ? said.metadata : undefined;
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
    same: sameIn(summary?.resourceChanges),
    isWhole:
      isNumbered(read) &&
      summary !== undefined &&
      summary.maybeCorrupt !== true &&
      (summary.result ?? "succeeded") === "succeeded" &&
      !read.some(({ diagnosticEvent }) => isError(diagnosticEvent)),
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
    const { operation, urn, before, after } = step;
    // Two masked URNs can be those of two resources.
    const key = typeof urn === "string" && !isMasked(urn) ? urn : step;
    if (leavesResource(operation) && (after !== undefined || typeof urn === "string")) {
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
    gap: after === undefined ? GAP : undefined,
    type: typeof after?.type === "string" ? after.type : typeInUrn(own ?? ""),
    sides: [
      ...inOrder({ operation, isDoubted }, side("inputs"), side("outputs")),
      keptArn(operation, before),
    ],
  };
}

const GAP = "the state of the resource, which the preview leaves out";

/** The ARN of a resource that stays. It shows the account, and few previews have the other outputs. */
function keptArn(operation: unknown, before: Step["before"]): PropertySide {
  const { arn } = propertiesOf(before?.outputs);
  const isReplaced = typeof operation !== "string" || operation.includes("replace");
  return { properties: arn === undefined || isReplaced ? {} : { arn }, place: (within) => within };
}

const TO_OPEN = "save the plan with --save-plan FILE --show-secrets, and judge that file";

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, knownValue(opaque(member), TO_OPEN)]),
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
    return unknownMark(`a secret; ${TO_OPEN}`);
  }
  if (Array.isArray(value)) {
    return value.map(opaque);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.keys(value).some(isMasked)
    ? unknownMark(`a secret; ${TO_OPEN}`)
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opaque(member)]));
}

function isMasked(value: unknown): boolean {
  return typeof value === "string" && value.includes("[secret]");
}

/** A preview that ended with an error does not have every resource. */
function unfinished(): FoundPolicy {
  return {
    role: "(further roles)",
    kind: "preview",
    document: unknownMark("what the preview would have had beyond the error that ended it"),
    path: [],
    embedded: false,
    toKnow: "fix the error, and run the preview again",
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
  return hidden > 0
    ? [
        `The preview leaves out ${hidden} unchanged ${hidden === 1 ? "resource" : "resources"}. Add --show-sames to pulumi preview, or judge a plan that --save-plan writes.`,
      ]
    : [];
}
