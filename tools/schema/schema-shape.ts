/** The form of the package's schema. */
import type { PackageSpec, Property } from "@pulumi/pulumi/provider/experimental/schema";
import type { Addresses } from "./addresses";
import type { DefaultValue } from "./documented-default";

/** The parts of a property, or of an item in one, that a value depends on. */
export interface Shape {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Shape;
  readonly additionalProperties?: Shape;
}

/** A property with what Pulumi's own generator does not know of. */
export interface DescribedProperty extends Omit<Property, "items" | "additionalProperties"> {
  type?: string;
  $ref?: string;
  default?: DefaultValue;
  items?: DescribedProperty;
  additionalProperties?: DescribedProperty;
}

/** A schema with what Pulumi's own generator does not know of. */
export interface PackageSchema extends PackageSpec, Addresses {
  version: string;
  displayName: string;
  keywords: readonly string[];
  license: string;
  attribution: string;
  publisher: string;
  namespace: string;
  meta: { readonly supportPack: boolean };
}
