/** Path templates of ARM, such as `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}`. */
import { type Properties, text } from "../kernel/property-value";

/** The parameter that is itself an ID, for types that extend others. */
const SCOPE = "scope";

/** Names of the inputs in the template, in its order; the subscription is not an input. */
export function pathParameters(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "subscriptionId");
}

/** The resource ID for the given inputs. */
export function fillPath(template: string, subscriptionId: string, inputs: Properties): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === "subscriptionId" ? subscriptionId : text(inputs[name]);
    return name === SCOPE ? value.replace(/^\//, "") : encodeURIComponent(value);
  });
}

/** The inputs in a resource ID; ARM compares IDs without case. Undefined when the ID is of another type. */
export function readPath(template: string, id: string): Properties | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const pattern = new RegExp(
    `^${template.replace(/\{(\w+)\}/g, (_, name) => (name === SCOPE ? "(.+)" : "([^/]+)"))}$`,
    "i",
  );
  const values = pattern.exec(id)?.slice(1);
  if (values === undefined) {
    return undefined;
  }
  const entries = names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")]);
  return Object.fromEntries(entries.filter(([name]) => name !== "subscriptionId")) as Properties;
}
