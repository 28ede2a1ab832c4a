import { isObject } from "../resources/seen-resource";
import { UNKNOWN } from "../resources/unknown";

/** What the intrinsic functions of a template can refer to. */
export interface TemplateScope {
  readonly template: Readonly<Record<string, unknown>>;
  /** Parameters that the stack gives; `UNKNOWN` while none is known. */
  readonly parameters: Readonly<Record<string, unknown>> | typeof UNKNOWN;
  /** How conditions are taken to turn out, by name. A condition that is not here leaves `Fn::If` unresolved. */
  readonly conditions: Readonly<Record<string, boolean>>;
}

/** Values of the pseudo parameters: what they stand for does not matter to any rule, only that they are texts. */
const pseudoParameters: Readonly<Record<string, unknown>> = {
  "AWS::AccountId": "111111111111",
  "AWS::Partition": "aws",
  "AWS::Region": "us-east-1",
  "AWS::StackId": "arn:aws:cloudformation:us-east-1:111111111111:stack/name/id",
  "AWS::StackName": "name",
  "AWS::URLSuffix": "amazonaws.com",
};

/** Stands for what cannot be resolved; the function as written takes its place. */
export const UNRESOLVED: unique symbol = Symbol("unresolved");

/** A section of a template, such as `Parameters`; empty if there is none. */
export function section(template: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const value = template[name];
  return isObject(value) ? value : {};
}

/** What `Ref` gives. */
export function refer(name: unknown, scope: TemplateScope): unknown {
  if (typeof name !== "string") {
    return UNRESOLVED;
  }
  if (Object.hasOwn(pseudoParameters, name)) {
    return pseudoParameters[name];
  }
  const parameter = section(scope.template, "Parameters")[name];
  if (isObject(parameter)) {
    return parameterValue(name, parameter, scope);
  }
  const resource = section(scope.template, "Resources")[name];
  return isObject(resource) ? identifier(name, resource.Type) : UNRESOLVED;
}

function parameterValue(
  name: string,
  parameter: Record<string, unknown>,
  { parameters }: TemplateScope,
): unknown {
  const type = typeof parameter.Type === "string" ? parameter.Type : "";
  if (type.startsWith("AWS::SSM::")) {
    return UNRESOLVED;
  }
  const given = parameters === UNKNOWN ? UNKNOWN : (parameters[name] ?? parameter.Default);
  if (given === UNKNOWN) {
    return UNKNOWN;
  }
  if (given === undefined || isObject(given)) {
    return UNRESOLVED;
  }
  const isList = type === "CommaDelimitedList" || type.startsWith("List<");
  return isList && typeof given === "string" ? given.split(",").map((item) => item.trim()) : given;
}

/**
 * The name of a resource that the template makes. What AWS's own types return is a name or an ARN; a custom resource
 * may return anything.
 */
export function identifier(name: string, type: unknown): unknown {
  return typeof type === "string" && /^AWS::(?!CloudFormation::CustomResource)/.test(type)
    ? `(${name})`
    : UNRESOLVED;
}
