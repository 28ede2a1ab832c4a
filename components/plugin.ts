/**
 * The components for programs in other languages: a provider plugin that serves the package's schema and constructs
 * components on the program's behalf. The engine starts this file, built, as a process of its own.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as components from ".";

type ComponentClass = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** As much of `schema.json` as constructing needs. */
interface Schema {
  readonly version: string;
  readonly resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

// This file is built to `dist/components`.
const schemaText = readFileSync(path.join(__dirname, "../../schema.json"), "utf8");
const schema = JSON.parse(schemaText) as Schema;

const provider: pulumi.provider.Provider = {
  version: schema.version,
  schema: schemaText,
  construct: (name, type, inputs, options) => {
    const outputs = schema.resources[type]?.properties;
    if (outputs === undefined) {
      const known = Object.keys(schema.resources).join(", ");
      return Promise.reject(new Error(`unknown resource type ${type}; this package has ${known}`));
    }
    const exported = type.slice(type.lastIndexOf(":") + 1) as keyof typeof components;
    const Component = components[exported] as unknown as ComponentClass;
    const component = new Component(name, inputs, options);
    const state = Object.entries(component).filter(([key]) => key in outputs);
    return Promise.resolve({ urn: component.urn, state: Object.fromEntries<unknown>(state) });
  },
};

components.setArgumentErrorStyle("properties");
void pulumi.provider.main(provider, process.argv.slice(2));
