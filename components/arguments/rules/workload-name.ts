import type { Rule } from "../argument-rule";
import { nameLength } from "./resource-name";

/**
 * The name of a workload. Its parts are called `<component>-<workload>`, from which the names of an IAM role and of an
 * Azure VM are made.
 *
 * @param componentName - The name of the component that has the workload.
 */
export function workloadName(componentName: string): Rule<string> {
  const length = nameLength("-role");
  return (name) => {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)) {
      return ["must be letters, digits and hyphens, beginning and ending with a letter or digit"];
    }
    const whole = `${componentName}-${name}`;
    return length(whole).map((reason) => `makes the name "${whole}", which ${reason}`);
  };
}
