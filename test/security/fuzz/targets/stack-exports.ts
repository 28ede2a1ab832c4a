import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";
import { templateOf } from "./cloudformation";

const SECRET = "4dabf18193072939515e22adb298388d";

const ANCHORS = {
  leads: [
    "deployment",
    "resources",
    "pending_operations",
    "resource",
    "type",
    "inputs",
    "outputs",
    "typeName",
  ],
  sealed: ["assumeRolePolicy", "assumeRolePolicyDocument", "desiredState", "templateBody"],
};

/** Stack exports: roles of both AWS providers, of Cloud Control, in pending operations, in templates, as secrets. */
export const stackExports: Target = {
  name: "stack-exports",
  feeds: "states of `pulumi stack export`, to `judge`",
  unsound: UNSOUND,
  runs: 500,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        ...ANCHORS,
        wrap: (wrapped) => {
          const resources = wrapped.map(resourceOf);
          const pending = wrapped.flatMap(({ way }, i) => (way % 5 === 4 ? [resources[i]] : []));
          return {
            version: 3,
            deployment: {
              manifest: { time: "2026-03-02T08:00:00Z", magic: "0000", version: "v3.248.0" },
              resources: [
                {
                  urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
                  custom: false,
                  type: "pulumi:pulumi:Stack",
                },
                ...resources.filter((resource) => !pending.includes(resource)),
              ],
              pending_operations: pending.map((resource) => ({ type: "creating", resource })),
            },
          };
        },
      }),
    ),
};

function resourceOf({ policy, way }: Wrapped, index: number): Record<string, unknown> {
  const text = JSON.stringify(policy);
  const arn = "arn:aws:iam::111122223333:role/r";
  const resource = (type: string, properties: Record<string, unknown>): Record<string, unknown> => ({
    urn: `urn:pulumi:dev::p::${type}::role${index}`,
    custom: true,
    id: "r",
    type,
    inputs: properties,
    ...(way % 2 === 0 ? { outputs: { ...properties, arn } } : {}),
  });
  switch (way % 6) {
    case 0:
      return resource("aws:iam/role:Role", { assumeRolePolicy: text });
    case 1:
      return resource("aws-native:iam:Role", { assumeRolePolicyDocument: policy });
    case 2:
      return resource("aws:cloudcontrol/resource:Resource", {
        typeName: "AWS::IAM::Role",
        desiredState: JSON.stringify({ AssumeRolePolicyDocument: policy }),
      });
    case 3:
      return resource("aws:cloudformation/stack:Stack", {
        templateBody: JSON.stringify(templateOf([policy])),
      });
    case 4:
      return resource("aws:iam/role:Role", {
        assumeRolePolicy: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", plaintext: JSON.stringify(text) },
      });
    default:
      return resource("aws:iam/role:Role", { assumeRolePolicy: JSON.stringify(policy, null, 2) });
  }
}
