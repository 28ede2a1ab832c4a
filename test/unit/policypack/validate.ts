/** Calls rules with the view of resources that the engine's server gives them. */
import assert from "node:assert/strict";
import type {
  PolicyResource,
  PolicyResourceOptions,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import * as policy from "@pulumi/policy";
import { errorSections } from "../../../messages/error-sections";
import { type AcceptedFinding, fingerprint, type KnownFinding } from "../../../policypack/configuration";
import { asPolicy } from "../../../policypack/engine/as-policy";
import { PackRun } from "../../../policypack/engine/pack-run";
import type { RuleDefinition } from "../../../policypack/engine/rule-definition";

/** Exported at run time by `@pulumi/policy` 1.21, but missing from its types. */
export const { unknownCheckingProxy } = policy as unknown as {
  readonly unknownCheckingProxy: <T>(props: T) => T;
};

/** What the engine puts in the place of a value that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as the engine hands it to a rule. */
export interface TestedResource {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  /** Types of the parents in the URN, e.g. `<parent type>$`. Default is none. */
  readonly parentTypes?: string;
  /** Name of the Pulumi provider that deploys it. Default is none. */
  readonly provider?: string;
  /** For rules about stacks: names of the resources of whose outputs a property is made. */
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
}

/** What a rule reported, without the codes. */
export interface Validation {
  readonly violations: readonly string[];
  /** What is shown as advice. */
  readonly advice: readonly string[];
}

export const NOTHING: Validation = { violations: [], advice: [] };

/** The URN of a tested resource. */
export function urnOf({ type, name, parentTypes = "" }: TestedResource): string {
  return `urn:pulumi:test::project::${parentTypes}${type}::${name}`;
}

/** Runs a rule on a resource, as before it is created or changed. */
export async function validateResource(
  rule: RuleDefinition,
  resource: TestedResource,
  config: object = {},
  accepted: readonly AcceptedFinding[] = [],
): Promise<Validation> {
  return validateInTurn(rule, [resource], config, accepted);
}

/** Accepts a finding of a resource; as often as it is listed, by the occurrences of its fingerprint. */
export function acceptedFinding(
  { rule, identity }: KnownFinding,
  resource: string,
  { occurrence = 0, ...terms }: Partial<AcceptedFinding> & { readonly occurrence?: number } = {},
): AcceptedFinding {
  return {
    fingerprint: fingerprint({ rule, identity }, occurrence),
    rule,
    resource,
    reason: "moves to Entra",
    until: "2999-12-31",
    owner: "platform",
    ...terms,
  };
}

/** Runs a rule on resources one after the other, each before it is created or changed. */
export async function validateInTurn(
  rule: RuleDefinition,
  resources: readonly TestedResource[],
  config: object = {},
  accepted: readonly AcceptedFinding[] = [],
): Promise<Validation> {
  const [validation, report] = reporter();
  const run = new PackRun();
  run.accept({ findings: accepted });
  const called = asPolicy(rule, undefined, run);
  for (const resource of resources) {
    await callResource(called, resource, config, report);
  }
  return validation;
}

/** Runs the part of a policy that judges one resource, if it has one. */
async function callResource(
  called: ResourceValidationPolicy | StackValidationPolicy,
  resource: TestedResource,
  config: object,
  report: ReportViolation,
): Promise<void> {
  const { validateResource: validate = [] } = called as ResourceValidationPolicy;
  for (const validateOne of [validate].flat()) {
    await validateOne(
      {
        ...viewOf(resource),
        stackTags: new Map(),
        getConfig: (() => config) as ResourceValidationArgs["getConfig"],
        notApplicable: neverCalled,
      },
      report,
    );
  }
}

/** Runs a rule on a whole stack, each resource of which the pack has seen by itself before, as the engine does it. */
export async function validateStack(
  rule: RuleDefinition,
  resources: readonly TestedResource[],
  config: object = {},
): Promise<Validation> {
  const [validation, report] = reporter();
  const run = new PackRun();
  resources.forEach((resource) => run.view.resource(rule.name, viewOf(resource)));
  await callStack(asPolicy(rule, undefined, run), resources, config, report);
  return validation;
}

/** Runs the part of a policy that judges the stack, if it has one. */
async function callStack(
  called: ResourceValidationPolicy | StackValidationPolicy,
  resources: readonly TestedResource[],
  config: object,
  report: ReportViolation,
): Promise<void> {
  const { validateStack: validate } = called as Partial<StackValidationPolicy>;
  const all = resources.map((resource): PolicyResource => ({
    ...viewOf(resource),
    dependencies: [],
    propertyDependencies: {},
  }));
  resources.forEach(({ madeOf = {} }, index) => {
    const own = all[index];
    for (const [property, names] of Object.entries(madeOf)) {
      const found = all.filter(({ name }) => names.includes(name));
      own?.dependencies.push(...found);
      Object.assign(own?.propertyDependencies ?? {}, { [property]: found });
    }
  });
  await validate?.(
    {
      resources: all,
      stackTags: new Map(),
      getConfig: (() => config) as ResourceValidationArgs["getConfig"],
      notApplicable: neverCalled,
    },
    report,
  );
}

/** One report of a pack, as `@pulumi/policy` takes it. */
export interface PackReport {
  readonly policy: string;
  readonly message: string;
  /** `undefined` for the stack. */
  readonly urn?: string;
  readonly enforcementLevel?: string;
  readonly severity?: string;
}

/**
 * Runs policies over a stack as Pulumi does: each resource by all policies in their order, and then the stack.
 *
 * @param configuration - The configuration of each policy, by name.
 */
export async function runPack(
  policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[],
  resources: readonly TestedResource[],
  configuration: Readonly<Record<string, object>> = {},
): Promise<readonly PackReport[]> {
  const reports: PackReport[] = [];
  const reporterOf = (policy: string): ReportViolation =>
    ((report: Report): void => {
      reports.push({ policy, ...report });
    }) as unknown as ReportViolation;
  const configOf = (name: string): object => configuration[name] ?? {};
  for (const resource of resources) {
    for (const called of policies) {
      await callResource(called, resource, configOf(called.name), reporterOf(called.name));
    }
  }
  for (const called of policies) {
    await callStack(called, resources, configOf(called.name), reporterOf(called.name));
  }
  return reports;
}

function viewOf(resource: TestedResource) {
  return {
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource),
    props: unknownCheckingProxy(resource.props),
    opts: {} as PolicyResourceOptions,
    ...(resource.provider === undefined ? {} : { provider: providerView(resource.provider) }),
    isType: () => false,
    asType: () => undefined,
  };
}

/** A Pulumi provider as the engine shows it. */
function providerView(name: string): NonNullable<ResourceValidationArgs["provider"]> {
  const type = "pulumi:providers:aws";
  return { type, name, urn: `urn:pulumi:test::project::${type}::${name}`, props: {} };
}

interface Report {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: string;
  readonly severity?: string;
}

const codes = new Set(errorSections().map(({ code }) => code));

function neverCalled(reason?: string): never {
  throw new Error(reason);
}

/**
 * Takes what a rule reports: with its own enforcement level it is advice, otherwise a violation. Each report must end with
 * a code of the error catalog.
 */
function reporter(): [Validation, ReportViolation] {
  const violations: string[] = [];
  const advice: string[] = [];
  const report = ({ message, enforcementLevel }: Report): void => {
    const [, text, code] = /^(.*) \[([a-z0-9-]+)\]$/s.exec(message) ?? [];
    assert.ok(codes.has(code ?? ""), `has no code of a catalog: ${message}`);
    (enforcementLevel === undefined ? violations : advice).push(text ?? "");
  };
  return [{ violations, advice }, report as unknown as ReportViolation];
}
