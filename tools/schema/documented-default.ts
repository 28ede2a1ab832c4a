/** The value of an argument that is not given, as a schema can say it. */
export type DefaultValue = string | number | boolean;

/** A sentence `Default: 3600.`, ``Default: `eastus`.`` or `Default: false.`, and nothing more in it. */
const SENTENCE = /(?:^|\s)Default: (?:`(?<text>[^`<]+)`|(?<number>\d+)|(?<boolean>true|false))\.(?=\s|$)/;

/**
 * Arguments that mean something when they are given with the value of their default: they are refused next to another one,
 * or set its default aside. Generated SDKs send every default that the schema has.
 */
const NOT_TO_BE_SENT: ReadonlySet<string> = new Set([
  "allowUsersAndGroups", // with applicationClientId
  "audienceForm", // with applicationClientId, whose own URI is the audience otherwise
  "listBucketNames", // without readBuckets
  "retainOidcProviderOnDelete", // with oidcProviderArn
  "retainOnDelete", // with oidcProviderArn
]);

/**
 * The default that an argument's description names. A default that depends on something ("that of the provider") is
 * none that a schema could say.
 *
 * @param name the argument's name
 * @param description the argument's doc comment
 * @param type the argument's type in the schema; an enum's has no name and takes texts
 */
export function documentedDefault(
  name: string,
  description: string,
  type: string | undefined,
): DefaultValue | undefined {
  if (NOT_TO_BE_SENT.has(name)) {
    return undefined;
  }
  const groups = SENTENCE.exec(description)?.groups;
  switch (type) {
    case "string":
    case undefined:
      return groups?.text;
    case "integer":
      return groups?.number === undefined ? undefined : Number(groups.number);
    case "boolean":
      return groups?.boolean === undefined ? undefined : groups.boolean === "true";
    default:
      return undefined;
  }
}
