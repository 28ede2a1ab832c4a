/** `aws.iam.getPolicyDocument`. */
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import { isObject, type Properties, type PropertyValue, text, withoutEmpty } from "../kernel/property-value";

/** Builds the JSON of a policy document from its blocks. Merging documents is not supported. */
export function renderPolicyDocument(args: Properties): Properties {
  for (const name of ["overrideJson", "overridePolicyDocuments", "sourceJson", "sourcePolicyDocuments"]) {
    if (args[name] !== undefined) {
      throw new Error(withCode(LAB.say("lab-unsupported", `"${name}" of getPolicyDocument`)));
    }
  }
  const version = args.version ?? "2012-10-17";
  const document = withoutEmpty({
    Version: version,
    Id: args.policyId,
    Statement: objects(args.statements).map(statement),
  });
  const json = JSON.stringify(document, undefined, 2);
  return { ...args, version, json, minifiedJson: JSON.stringify(document), id: String(json.length) };
}

function statement(block: Properties): Properties {
  return withoutEmpty({
    Sid: block.sid,
    Effect: block.effect ?? "Allow",
    Action: oneOrMany(block.actions),
    NotAction: oneOrMany(block.notActions),
    Resource: oneOrMany(block.resources),
    NotResource: oneOrMany(block.notResources),
    Principal: principals(block.principals),
    NotPrincipal: principals(block.notPrincipals),
    Condition: conditions(block.conditions),
  });
}

function principals(value: PropertyValue | undefined): PropertyValue | undefined {
  const blocks = objects(value);
  if (blocks.some(({ type }) => type === "*")) {
    return "*";
  }
  return Object.fromEntries(
    blocks.map(({ type, identifiers }) => [text(type), oneOrMany(identifiers) ?? []]),
  );
}

function conditions(value: PropertyValue | undefined): Properties {
  const operators: Record<string, Properties> = {};
  for (const { test, variable, values } of objects(value)) {
    (operators[text(test)] ??= {})[text(variable)] = oneOrMany(values) ?? [];
  }
  return operators;
}

function oneOrMany(value: PropertyValue | undefined): PropertyValue | undefined {
  if (!Array.isArray(value)) {
    return value;
  }
  const [only, ...others] = [...value].sort().reverse();
  return others.length === 0 ? only : [...value].sort().reverse();
}

function objects(value: PropertyValue | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
