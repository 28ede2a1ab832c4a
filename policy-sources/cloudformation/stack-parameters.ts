import { OPEN_VALUES } from "../../messages/judged-files";
import { isMark, isObject, itemsOf, unknownMark } from "../../trust";
import type { StackParameters } from "./stack-view";
import { ownMember } from "./template-view";

/** Stands for the value of a parameter that is given without one. No parameter can be an object. */
const NO_VALUE = {};

/**
 * The parameters that a resource gives to a stack: an object, or a list of keys and values as CloudFormation's own API
 * has it, in the spelling of any provider. A mark if nothing is known of them.
 */
export function parametersOf(given: unknown): StackParameters {
  if (isMark(given) || isObject(given)) {
    return given;
  }
  return Object.fromEntries(
    itemsOf(given)
      .filter(isObject)
      .map((entry): [string, unknown] => {
        const name = String(anyOf(entry, "ParameterKey", "parameterKey", "parameter_key"));
        const value = anyOf(entry, "ParameterValue", "parameterValue", "parameter_value");
        return [name, value ?? NO_VALUE];
      }),
  );
}

/**
 * The parameters that the groups of instances within a stack set override, one object per group.
 *
 * Source: AWS, "AWS::CloudFormation::StackSet StackInstances".
 */
export function groupOverrides(groups: unknown): StackParameters[] {
  if (isMark(groups)) {
    return [groups];
  }
  return itemsOf(groups)
    .map((group) =>
      isMark(group)
        ? group
        : parametersOf(anyOf(group, "ParameterOverrides", "parameterOverrides", "parameter_overrides")),
    )
    .filter((overrides) => typeof overrides === "string" || Object.keys(overrides).length > 0);
}

/** A stack set's parameters as an instance has them. */
export function withOverrides(parameters: StackParameters, overrides: StackParameters): StackParameters {
  return typeof parameters === "string" || typeof overrides === "string"
    ? unknownMark(OPEN_VALUES.stackSetParameters())
    : { ...parameters, ...overrides };
}

function anyOf(value: unknown, ...names: readonly string[]): unknown {
  return names
    .map((name) => ownMember(value, name))
    .find((member) => member !== undefined && member !== null);
}
