import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";
import { templateOf } from "./cloudformation";

const ANCHORS = {
  leads: [
    "format_version",
    "terraform_version",
    "resource_changes",
    "change",
    "actions",
    "after",
    "address",
    "mode",
    "type",
    "values",
    "root_module",
    "resources",
    "child_modules",
    "configuration",
    "expressions",
  ],
  // Of a data source's document all that it has makes the policy.
  sealed: ["assume_role_policy", "template_body", "after_unknown", "version", "statement"],
};

/** Plans and states of Terraform, the policies as texts, in templates and by data sources read during apply. */
export const terraformPlans: Target = {
  name: "terraform-plans",
  feeds: "plans and states of `terraform show -json`, to `judge`",
  unsound: UNSOUND,
  runs: 400,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        ...ANCHORS,
        wrap: (wrapped) => ((wrapped[0]?.way ?? 0) % 5 === 4 ? stateOf(wrapped) : planOf(wrapped)),
      }),
    ),
};

const HEAD = { format_version: "1.2", terraform_version: "1.9.8" };

function stateOf(wrapped: readonly Wrapped[]): Record<string, unknown> {
  const resources = wrapped.map(({ policy }, index) => ({
    address: `aws_iam_role.r${index}`,
    mode: "managed",
    type: "aws_iam_role",
    values: { assume_role_policy: JSON.stringify(policy), arn: `arn:aws:iam::111122223333:role/r${index}` },
  }));
  const [first, ...others] = resources;
  const root = { resources: [first], child_modules: [{ address: "module.m", resources: others }] };
  return { ...HEAD, values: { root_module: root } };
}

function planOf(wrapped: readonly Wrapped[]): Record<string, unknown> {
  const planned = wrapped.map(plannedOf);
  return {
    ...HEAD,
    planned_values: { root_module: {} },
    resource_changes: planned.flatMap(({ changes }) => changes),
    configuration: { root_module: { resources: planned.flatMap(({ configured }) => configured) } },
  };
}

interface Planned {
  readonly changes: readonly unknown[];
  readonly configured: readonly unknown[];
}

function plannedOf({ policy, way }: Wrapped, index: number): Planned {
  const change = (type: string, after: unknown, after_unknown: unknown, mode = "managed"): unknown => ({
    address: `${mode === "data" ? "data." : ""}${type}.r${index}`,
    mode,
    type,
    change: { actions: [mode === "data" ? "read" : "create"], before: null, after, after_unknown },
  });
  const role = "aws_iam_role";
  if (way % 4 === 1) {
    const template_body = JSON.stringify(templateOf([policy]));
    return { changes: [change("aws_cloudformation_stack", { template_body }, {})], configured: [] };
  }
  const statements = way % 4 >= 2 ? [policy.Statement].flat().map(asBlock) : [undefined];
  if (statements.includes(undefined)) {
    return { changes: [change(role, { assume_role_policy: JSON.stringify(policy) }, {})], configured: [] };
  }
  const document = { version: policy.Version ?? null, statement: statements };
  const address = `data.aws_iam_policy_document.r${index}`;
  const references = [`${address}.json`, address];
  return {
    changes: [
      change("aws_iam_policy_document", document, { json: true, id: true }, "data"),
      change(role, { name: "r" }, { assume_role_policy: true, arn: true }),
    ],
    configured: [
      { address: `${role}.r${index}`, mode: "managed", expressions: { assume_role_policy: { references } } },
    ],
  };
}

type Json = Record<string, unknown>;

/** A statement as the data source's block; `undefined` for one that the block has no words for. */
function asBlock(statement: unknown): Json | undefined {
  const { Sid, Effect, Action, NotAction, Principal, NotPrincipal, Condition = {} } = statement as Json;
  const blocks = Object.entries(Condition as Json).flatMap(([test, block]) =>
    Object.entries(block as Json).map(([variable, values]) => ({ test, variable, values: [values].flat() })),
  );
  const texts = blocks.every(({ values }) => values.length > 0 && values.every((v) => typeof v === "string"));
  // The provider's own default version is the new one: a policy of the old one says something else there.
  return texts && !blocks.some(({ values }) => values.includes(""))
    ? {
        sid: Sid ?? null,
        effect: Effect,
        actions: listOf(Action),
        not_actions: listOf(NotAction),
        principals: principalsOf(Principal),
        not_principals: principalsOf(NotPrincipal),
        condition: blocks,
      }
    : undefined;
}

function listOf(value: unknown): unknown {
  return value === undefined ? null : [value].flat();
}

function principalsOf(principal: unknown): Json[] {
  if (principal === "*") {
    return [{ type: "*", identifiers: ["*"] }];
  }
  return Object.entries((principal ?? {}) as Json).map(([type, names]) => ({
    type,
    identifiers: [names].flat(),
  }));
}
