/** What the bridge makes of an object that is imported. */
import { CHOSEN_INPUTS } from "../kernel/auto-name";
import { isObject, type Properties, type PropertyValue } from "../kernel/property-value";

/**
 * The inputs of an import. They have no member with its default or without a value, and each object says that the provider chose none of
 * its members. The block of feature tags, which the provider computes, is always there, so the tags are not: no program may give both.
 *
 * Source (source code): pulumi/pulumi-terraform-bridge v3.137.0, `extractSchemaInputsObject` in `pkg/tfbridge/schema.go`, and
 * `pkg/tfbridge/deconflict.go`. Measured with commit `b830e040` of pulumi/pulumi-azuread, which is 6.10.0 and 46 commits, and has this
 * bridge. `npm run generate -- azuread-plugin` built it. 6.9.1 has bridge 3.130.0 and was not measured.
 *
 * @param state the object in the shape of inputs
 * @param defaults of the provider's schema. Those of a list's elements have the name of the list.
 */
export function importedInputs(state: Properties, defaults: Properties): Properties {
  return shaped({ ...state, featureTags: [{}], tags: [] }, defaults) as Properties;
}

function shaped(value: PropertyValue, defaults: PropertyValue | undefined): PropertyValue {
  if (Array.isArray(value)) {
    return value.map((element) => shaped(element, defaults));
  }
  if (!isObject(value)) {
    return value;
  }
  const known = isObject(defaults) ? defaults : {};
  const members = Object.entries(value)
    .map(([name, member]) => [name, shaped(member, known[name])] as const)
    .filter(([name, member]) => !isLeftOut(member, known[name]));
  return { ...Object.fromEntries(members), [CHOSEN_INPUTS]: [] };
}

function isLeftOut(value: PropertyValue, byDefault: PropertyValue | undefined): boolean {
  if (isObject(value)) {
    return Object.keys(value).every((name) => name === CHOSEN_INPUTS);
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return byDefault === undefined ? !value : value === byDefault;
}
