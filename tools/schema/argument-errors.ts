/** The errors for a wrong value of each argument. They come from the component's own checks, which are given such values. */
import { ArgumentChecks } from "../../components/arguments/argument-checks";
import { ArgumentPaths } from "../../components/arguments/argument-paths";
import type { ArgumentProblem } from "../../components/arguments/argument-problem";
import { AZURE_WORKLOAD } from "../../components/azure-workload/azure-workload-args";
import { ENTRA_AUDIENCE } from "../../components/entra-audience/entra-audience-args";
import { FEDERATED_ROLE } from "../../components/federated-role/federated-role-args";
import { AZURE_TO_AWS_FEDERATION } from "../../components/federation/azure-to-aws-federation-args";
import { GUEST_INSTALLATION } from "../../components/guest-installation/guest-installation-args";
import { AWS_OIDC_PROVIDER } from "../../components/oidc-provider/aws-oidc-provider-args";
import { AZURE_VIRTUAL_MACHINE } from "../../components/virtual-machine/azure-virtual-machine-args";
import type { Message } from "../../messages";
import type { Component } from "./reference-table";
import type { PackageSchema, Shape } from "./schema-shape";

/** The arguments of each component. */
const TABLES = {
  AzureToAwsFederation: AZURE_TO_AWS_FEDERATION,
  EntraAudience: ENTRA_AUDIENCE,
  AzureWorkload: AZURE_WORKLOAD,
  AwsOidcProvider: AWS_OIDC_PROVIDER,
  FederatedRole: FEDERATED_ROLE,
  AzureVirtualMachine: AZURE_VIRTUAL_MACHINE,
  GuestInstallation: GUEST_INSTALLATION,
} as const satisfies Record<Component, unknown>;

/** Values for strings, tried in turn until one is refused: a character that hardly any allows, a long string, and a number. */
const WRONG_TEXTS = ["\u0000", "x".repeat(5000), 0.5] as const;

/**
 * The errors for wrong values of a component's arguments, by the path of the argument. In a path, `<name>` is a name in a
 * map, and `<key>` is a name that is itself wrong.
 */
export function argumentErrors(
  schema: PackageSchema,
  component: Component,
): ReadonlyMap<string, readonly Message[]> {
  const properties = schema.resources[`azure-to-aws-federation:index:${component}`]?.inputProperties ?? {};
  const errors = new Map<string, Message[]>();
  for (const [name, shape] of Object.entries(properties)) {
    const values = WRONG_TEXTS.map((text) => wrongValue(schema, shape, text));
    for (const value of [...values, ...withoutStructure(schema, shape)]) {
      const found = new Map<string, Message[]>();
      for (const { path, code, text } of problemsOf(component, { [name]: value })) {
        if (!path.startsWith(name) || errors.has(generic(path))) {
          continue;
        }
        found.set(generic(path), [...(found.get(generic(path)) ?? []), { code, text }]);
      }
      for (const [path, messages] of found) {
        errors.set(path, messages);
      }
    }
  }
  return errors;
}

function problemsOf(component: Component, args: object): readonly ArgumentProblem[] {
  const checks = new ArgumentChecks(ArgumentPaths.of(component, "name"), undefined);
  TABLES[component].members(checks, args as never);
  return checks.problems;
}

function wrongValue(schema: PackageSchema, shape: Shape, text: unknown): unknown {
  const { type, $ref, items, additionalProperties } = shape;
  if ($ref !== undefined) {
    const named = schema.types[$ref.replace("#/types/", "")];
    return named?.properties === undefined
      ? text
      : Object.fromEntries(
          Object.entries(named.properties).map(([name, shape]) => [
            name,
            wrongValue(schema, shape as Shape, text),
          ]),
        );
  }
  if (items !== undefined) {
    return [wrongValue(schema, items, text)];
  }
  if (additionalProperties !== undefined) {
    return { [MAP_KEY]: wrongValue(schema, additionalProperties, text) };
  }
  return type === "string" ? text : type === "boolean" ? "perhaps" : 0.5;
}

/** Values with a number in place of one structure, list, or map. Each of these has its turn. */
function withoutStructure(schema: PackageSchema, { $ref, items, additionalProperties }: Shape): unknown[] {
  const named = $ref === undefined ? undefined : schema.types[$ref.replace("#/types/", "")];
  if (named?.properties !== undefined) {
    const members = Object.entries(named.properties).flatMap(([name, shape]) =>
      withoutStructure(schema, shape as Shape).map((value) => ({ [name]: value })),
    );
    return [0.5, ...members];
  }
  if (items !== undefined) {
    return [0.5, ...withoutStructure(schema, items).map((value) => [value])];
  }
  if (additionalProperties === undefined) {
    return [];
  }
  return [
    0.5,
    { [WRONG_KEY]: wrongValue(schema, additionalProperties, WRONG_TEXTS[0]) },
    ...withoutStructure(schema, additionalProperties).map((value) => ({ [MAP_KEY]: value })),
  ];
}

const MAP_KEY = "app";

/** No map accepts it as a name. */
const WRONG_KEY = "\u0000?";

/** A path without the index and the names that are chosen here. */
function generic(path: string): string {
  return path
    .replaceAll("[0]", "")
    .replaceAll(`.${MAP_KEY}`, ".<name>")
    .replaceAll(`[${JSON.stringify(WRONG_KEY)}]`, ".<key>");
}
