/** What the provider SDKs accept: the shape of the tables that `generate.ts` derives from their type definitions. */

/**
 * Property name to type, in a small notation: `string`, `number`, `boolean`, `any`, the name of an entry of
 * {@link TypeTable.types}, quoted values for a closed list (`'Allow'|'Deny'`), then `[]` for a list or `{}` for a map
 * of these, and `!` at the end when the property is required.
 *
 * @example `{ name: "string!", tags: "string{}", securityRules: "network.SecurityRuleArgs[]" }`
 */
export type PropertyTypes = Readonly<Record<string, string>>;

/** One resource class of an SDK. */
export interface ResourceShape {
  /** What a program may set. */
  readonly inputs: PropertyTypes;
  /** Names of what a program may read, in the SDK's order. */
  readonly outputs: readonly string[];
  /** The entry of {@link TypeTable.responses} of each output that is an object, or a list of objects. */
  readonly nested?: Readonly<Record<string, string>>;
  /** ARM api-version that the class documents; azure-native only. */
  readonly apiVersion?: string;
}

/** Everything that a plugin knows about the types of its provider. */
export interface TypeTable {
  /** Version of the npm package that the table was made from. */
  readonly version: string;
  /** Names that the provider resource accepts. */
  readonly config: readonly string[];
  /** By type token. */
  readonly resources: Readonly<Record<string, ResourceShape>>;
  /** Nested object types by name. */
  readonly types: Readonly<Record<string, PropertyTypes>>;
  /** The members of nested outputs by type: each member's own entry here, or `""` if it has no members; azure-native only. */
  readonly responses?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
