import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";
import { templateOf } from "./cloudformation";

const SECRET = "4dabf18193072939515e22adb298388d";

const TYPES = [
  "aws:iam/role:Role",
  "aws-native:iam:Role",
  "aws:cloudcontrol/resource:Resource",
  "aws:cloudformation/stack:Stack",
];

const ANCHORS = {
  leads: [
    ...TYPES.flatMap((type) => [0, 1, 2].map((index) => urnOf(type, index))),
    "steps",
    "op",
    "urn",
    "newState",
    "type",
    "inputs",
    "outputs",
    "typeName",
    "resourcePlans",
    "goal",
    "inputDiff",
    "adds",
    "updates",
    "deletes",
    "state",
    "diagnostics",
    "maybeCorrupt",
    "changeSummary",
  ],
  sealed: ["assumeRolePolicy", "assumeRolePolicyDocument", "desiredState", "templateBody"],
};

/** Previews and plans of Pulumi: roles of both AWS providers, of Cloud Control, in templates, as secrets. */
export const pulumiPreviews: Target = {
  name: "pulumi-previews",
  feeds: "previews of `pulumi preview --json` and plans of `--save-plan`, to `judge`",
  unsound: UNSOUND,
  runs: 400,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        ...ANCHORS,
        wrap: (wrapped) => ((wrapped[0]?.way ?? 0) % 2 === 0 ? previewOf(wrapped) : planOf(wrapped)),
      }),
    ),
};

function previewOf(wrapped: readonly Wrapped[]): Record<string, unknown> {
  const steps = wrapped.map(({ policy, way }, index) => {
    const { type, properties } = resourceOf({ policy, way });
    const op = ["create", "update", "same", "replace", "read"][way % 5] ?? "create";
    const side = op === "same" || op === "read" ? "outputs" : "inputs";
    const urn = urnOf(type, index);
    return { op, urn, newState: { urn, custom: true, type, [side]: properties }, detailedDiff: null };
  });
  return { config: {}, steps, duration: 503_947_123, changeSummary: { create: steps.length } };
}

function planOf(wrapped: readonly Wrapped[]): Record<string, unknown> {
  const resources = wrapped.map(({ policy, way }, index): [string, unknown] => {
    const { type, properties } = resourceOf({ policy, way });
    const change = [
      { steps: ["create"], diff: { adds: properties }, state: null },
      { steps: ["update"], diff: { updates: properties }, state: {} },
      { steps: ["same"], diff: {}, state: properties },
    ][way % 3];
    const goal = { type, name: `role${index}`, custom: true, inputDiff: change?.diff, outputDiff: {} };
    return [urnOf(type, index), { goal, steps: change?.steps, state: change?.state }];
  });
  return { manifest: { version: "v3.259.0" }, config: {}, resourcePlans: Object.fromEntries(resources) };
}

function urnOf(type: string, index: number): string {
  return `urn:pulumi:dev::p::${type}::role${index}`;
}

interface Resource {
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

function resourceOf({ policy, way }: Wrapped): Resource {
  const text = JSON.stringify(policy);
  switch (way % 7) {
    case 0:
      return { type: "aws-native:iam:Role", properties: { assumeRolePolicyDocument: policy } };
    case 1: {
      const desiredState = JSON.stringify({ AssumeRolePolicyDocument: policy });
      return {
        type: "aws:cloudcontrol/resource:Resource",
        properties: { typeName: "AWS::IAM::Role", desiredState },
      };
    }
    case 2: {
      const templateBody = JSON.stringify(templateOf([policy]));
      return { type: "aws:cloudformation/stack:Stack", properties: { templateBody } };
    }
    case 3: {
      const assumeRolePolicy = {
        [SECRET]: "1b47061264138c4ac30d75fd1eb44270",
        plaintext: JSON.stringify(text),
      };
      return { type: "aws:iam/role:Role", properties: { assumeRolePolicy } };
    }
    default:
      return { type: "aws:iam/role:Role", properties: { assumeRolePolicy: text } };
  }
}
