import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import * as exported from "../../../../components";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { PackageSchema } from "../../../../tools/schema/package-schema";
import type { Shape } from "../../../../tools/schema/schema-shape";
import { declare } from "../mock-clouds";

type ComponentClass = new (name: string, args: object) => pulumi.ComponentResource;
type Shapes = Readonly<Record<string, Shape>>;

/** A structure among the arguments: where it is, and arguments that lead to it with a member in it that is none. */
interface Place {
  readonly path: string;
  readonly args: object;
}

const UNKNOWN = { surplus: true };

const schema = JSON.parse(readFileSync(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as PackageSchema;

/** The structures below `members`, each with the arguments that lead to it. */
function structures(members: Shapes): Place[] {
  return Object.entries(members).flatMap(([name, { $ref, items, additionalProperties }]) => {
    const reference = $ref ?? items?.$ref ?? additionalProperties?.$ref ?? "";
    const properties = schema.types[reference.replace("#/types/", "")]?.properties as Shapes | undefined;
    if (properties === undefined) {
      return [];
    }
    const at = $ref !== undefined ? name : items !== undefined ? `${name}[0]` : `${name}.app`;
    const wrap = (args: object) =>
      ({ [name]: $ref !== undefined ? args : items !== undefined ? [args] : { app: args } }) as object;
    return [
      { path: at, args: wrap(UNKNOWN) },
      ...structures(properties).map((below) => ({ path: `${at}.${below.path}`, args: wrap(below.args) })),
    ];
  });
}

const places = Object.entries(schema.resources).flatMap(([token, { inputProperties = {} }]) => {
  const component = token.split(":").at(-1) ?? "";
  return [{ path: "", args: UNKNOWN }, ...structures(inputProperties as Shapes)].map((place) => ({
    component,
    ...place,
  }));
});

describe("a member that is none", () => {
  it("is looked for in every structure of the arguments that there is", () => {
    assert.deepEqual(
      places.filter(({ path: at }) => at !== "").map(({ component, path: at }) => `${component} ${at}`),
      [
        "AzureToAwsFederation workloads.app",
        "AzureToAwsFederation workloads.app.permissions",
        "AzureToAwsFederation workloads.app.virtualMachine",
        "AzureToAwsFederation workloads.app.guest",
        "AzureToAwsFederation network",
        "FederatedRole permissions",
        "GuestInstallation profiles[0]",
      ],
    );
  });

  for (const { component, path: at, args } of places) {
    it(`is refused in ${at === "" ? "the arguments" : at} of ${component}`, async () => {
      const Component = exported[component as keyof typeof exported] as unknown as ComponentClass;
      const expected = `  ${at === "" ? "" : `${at}.`}surplus: unknown argument; `;
      await assert.rejects(
        declare(() => new Component("fed", args)),
        (error: Error) => error.message.split("\n").some((line) => line.startsWith(expected)),
      );
    });
  }
});
