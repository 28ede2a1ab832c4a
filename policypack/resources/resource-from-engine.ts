import type { ResourceValidationArgs } from "@pulumi/policy";
import { rememberInputs } from "./remembered-inputs";
import { normalType, type SeenResource } from "./seen-resource";
import { readProperty } from "./unknown";

/** A resource as the engine shows it before it is created or changed: its properties are its inputs. */
export function resourceFromEngine({
  type,
  name,
  urn,
  props,
}: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props">): SeenResource {
  const resource: SeenResource = {
    type: normalType(type),
    name,
    urn,
    get: (property) => readProperty(props, property),
  };
  rememberInputs(resource);
  return resource;
}
