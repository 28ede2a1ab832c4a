/**
 * The components for programs in other languages: a provider plugin that serves the package's schema and constructs
 * components for the program. The engine starts the built file as a separate process: once for the schema, and once for the
 * components. Only the second process needs the components and the whole SDK, so they are loaded when the first component is
 * constructed. The process for the schema then starts in a quarter of the time.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ComponentResource, ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
// Not by way of "@pulumi/pulumi", which loads the whole SDK.
import { main, type Provider } from "@pulumi/pulumi/provider";

type ComponentClass = new (
  name: string,
  args: Inputs,
  options: ComponentResourceOptions,
) => ComponentResource;

/** The members of `schema.json` that constructing needs. */
interface Schema {
  readonly version: string;
  readonly resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

// This file is built to `dist/components`.
const schemaText = readFileSync(path.join(__dirname, "../../schema.json"), "utf8");
const schema = JSON.parse(schemaText) as Schema;

const provider: Provider = {
  version: schema.version,
  schema: schemaText,
  construct: async (name, type, inputs, options) => {
    const outputs = schema.resources[type]?.properties;
    if (outputs === undefined) {
      const known = Object.keys(schema.resources).join(", ");
      throw new Error(`unknown resource type ${type}; this package has ${known}`);
    }
    const components = await import("./index.js");
    const { setArgumentErrorStyle } = await import("./arguments/argument-error.js");
    setArgumentErrorStyle("properties");
    const exported = type.slice(type.lastIndexOf(":") + 1) as keyof typeof components;
    const Component = components[exported] as unknown as ComponentClass;
    const component = new Component(name, inputs, withWholeTimeouts(options));
    const state = Object.entries(component).filter(([key]) => key in outputs);
    return { urn: component.urn, state: Object.fromEntries<unknown>(state) };
  },
};

/**
 * The SDK passes the timeout of deletions under the name in its protocol's generated code, where `delete` is reserved. Without
 * this, it would be lost.
 */
function withWholeTimeouts(options: ComponentResourceOptions): ComponentResourceOptions {
  const timeouts = options.customTimeouts as
    (NonNullable<ComponentResourceOptions["customTimeouts"]> & { readonly pb_delete?: string }) | undefined;
  if (timeouts?.pb_delete === undefined) {
    return options;
  }
  const { pb_delete: deletion, ...others } = timeouts;
  return { ...options, customTimeouts: { delete: deletion, ...others } };
}

void main(provider, process.argv.slice(2));
