/** Calls rules with the view of resources that the engine's server gives them. */
import type {
  PolicyResource,
  PolicyResourceOptions,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import * as policy from "@pulumi/policy";
import { asPolicy } from "../../../policypack/engine/as-policy";
import { EngineView } from "../../../policypack/engine/engine-view";
import type { RuleDefinition } from "../../../policypack/engine/rule-definition";

/** Exported at run time by `@pulumi/policy` 1.21, but missing from its types. */
const { unknownCheckingProxy } = policy as unknown as {
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
  /** For rules about stacks: names of the resources of whose outputs a property is made. */
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
}

/** What a rule made of a resource or stack. */
export interface Validation {
  readonly violations: readonly string[];
  /** What is shown as advice, exceptions and the baseline among it. */
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
): Promise<Validation> {
  return validateInTurn(rule, [resource], config);
}

/** Runs a rule on resources one after the other, each before it is created or changed. */
export async function validateInTurn(
  rule: RuleDefinition,
  resources: readonly TestedResource[],
  config: object = {},
): Promise<Validation> {
  const [validation, report] = reporter();
  const { validateResource: validate } = asPolicy(rule) as ResourceValidationPolicy;
  for (const resource of resources) {
    for (const validateOne of [validate ?? []].flat()) {
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
  return validation;
}

/** Runs a rule on a whole stack, each resource of which the pack has seen by itself before, as the engine does it. */
export async function validateStack(
  rule: RuleDefinition,
  resources: readonly TestedResource[],
  config: object = {},
): Promise<Validation> {
  const [validation, report] = reporter();
  const view = new EngineView();
  resources.forEach((resource) => view.resource(rule.name, viewOf(resource)));
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
  await (asPolicy(rule, undefined, view) as StackValidationPolicy).validateStack(
    {
      resources: all,
      stackTags: new Map(),
      getConfig: (() => config) as ResourceValidationArgs["getConfig"],
      notApplicable: neverCalled,
    },
    report,
  );
  return validation;
}

function viewOf(resource: TestedResource) {
  return {
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource),
    props: unknownCheckingProxy(resource.props),
    opts: {} as PolicyResourceOptions,
    isType: () => false,
    asType: () => undefined,
  };
}

interface Report {
  readonly message: string;
  readonly enforcementLevel?: string;
}

function neverCalled(reason?: string): never {
  throw new Error(reason);
}

/** Takes what a rule reports: with an enforcement level of its own it is advice, otherwise a violation. */
function reporter(): [Validation, ReportViolation] {
  const violations: string[] = [];
  const advice: string[] = [];
  const report = ({ message, enforcementLevel }: Report): void => {
    (enforcementLevel === undefined ? violations : advice).push(message);
  };
  return [{ violations, advice }, report as unknown as ReportViolation];
}
