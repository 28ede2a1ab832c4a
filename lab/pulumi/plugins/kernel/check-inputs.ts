/** Completes the inputs of a resource and holds them against what the provider accepts. */
import { autoName, nameOrigin, type NamingRequest } from "./auto-name";
import { checkTypes } from "./check-types";
import type { Plugin } from "./plugin";
import { type Properties, withoutNulls } from "./property-value";
import type { CheckFailure, Completion } from "./resource-type";
import type { Row } from "./row";

/** What a name is made from. */
export interface NamingSource {
  /** The engine's seed, the same in preview and update. */
  readonly randomSeed: Uint8Array;
  /** What the engine's naming configuration asks for, if there is one. */
  readonly naming?: NamingRequest;
}

/** Inputs with names and defaults, and what is wrong with them. */
export interface CheckedInputs {
  readonly inputs: Properties;
  readonly failures: CheckFailure[];
}

/** Defaults and limits of the service are looked at only when the types are right. */
export async function checkInputs<Client>(
  { wording, types }: Plugin<Client>,
  row: Row<Client>,
  context: NamingSource & Completion<Client>,
  news: Properties,
): Promise<CheckedInputs> {
  const { type, shape, name } = row;
  const given = named(row, context, withoutNulls(news));
  const problems = checkTypes(given, shape.inputs, types.types);
  if (problems.length > 0) {
    return failed(
      given,
      problems.map((problem) => wording.typeProblem(problem, name, type.token)),
    );
  }
  const inputs = (await type.complete?.(given, context)) ?? given;
  const invalid = type.validate?.(inputs) ?? [];
  return failed(
    inputs,
    invalid.map((value) => wording.invalidValue(value, name)),
  );
}

function failed(inputs: Properties, reasons: readonly string[]): CheckedInputs {
  return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
}

function named<Client>(
  { type, name }: Row<Client>,
  { olds, randomSeed, naming }: NamingSource & Completion<Client>,
  inputs: Properties,
): Properties {
  const rule = type.autoName;
  if (rule === undefined || inputs[rule.property] !== undefined || inputs[rule.unless ?? ""] !== undefined) {
    return { ...inputs, ...nameOrigin(rule, false) };
  }
  const chosen = autoName(rule, {
    name,
    olds,
    randomSeed,
    ...(naming === undefined ? {} : { request: naming }),
  });
  return {
    ...inputs,
    ...(chosen === undefined ? {} : { [rule.property]: chosen }),
    ...nameOrigin(rule, chosen !== undefined),
  };
}
