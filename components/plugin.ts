/**
 * The components for programs in other languages: a provider plugin that constructs them on the program's behalf. The
 * engine starts this file, built, as a process of its own.
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

const TYPE_PREFIX = "azure-to-aws-federation:index:";

/** The classes by their type tokens. */
const classes = new Map(
  Object.entries(components)
    .filter(([, exported]) => exported.prototype instanceof pulumi.ComponentResource)
    .map(([name, exported]) => [`${TYPE_PREFIX}${name}`, exported as unknown as ComponentClass]),
);

const provider: pulumi.provider.Provider = {
  version: readVersion(),
  construct: (name, type, inputs, options) => {
    const Component = classes.get(type);
    if (Component === undefined) {
      const known = [...classes.keys()].join(", ");
      return Promise.reject(new Error(`unknown resource type ${type}; this package has ${known}`));
    }
    const component = new Component(name, inputs, options);
    const state = Object.entries(component).filter(([, value]) => pulumi.Output.isInstance(value));
    return Promise.resolve({ urn: component.urn, state: Object.fromEntries<unknown>(state) });
  },
};

/** The package's own version; this file is built to `dist/components`. */
function readVersion(): string {
  const file = path.join(__dirname, "../../package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

components.setArgumentErrorStyle("properties");
void pulumi.provider.main(provider, process.argv.slice(2));
