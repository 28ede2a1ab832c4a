/**
 * What the names of a schema become in C# and Java, and what is wrong with them there. The generators of these languages
 * cannot be had here, so their rules are written down again. Sources:
 *
 * - C#: pulumi/pulumi-dotnet, pulumi-language-dotnet/codegen: utilities.go (isReservedWord, makeSafeEnumName) and gen.go
 *   (computePropertyNames, csharpIdentifier, namespaceName). Compiler error CS0542: learn.microsoft.com, "Member names
 *   cannot be the same as their enclosing type".
 * - Java: pulumi/pulumi-java, pkg/codegen/java: names/ident.go (isReservedWord, isReservedMethod,
 *   isReservedResourceMethod, MakeSafeEnumName) and package_info.go.
 */
import type { PackageSchema } from "../../../../tools/schema/schema-shape";

/** Keywords of C#, and words that are keywords in some places. */
const CSHARP_WORDS = words(`
  abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else
  enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long
  namespace new null object operator out override params private protected public readonly ref return sbyte sealed short
  sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using
  virtual void volatile while add alias ascending async await by descending dynamic equals from get global group into join
  let nameof on orderby partial remove select set unmanaged value var when where yield`);

/** Members that the bases of generated classes have: Resource, ResourceArgs, and the structs of enums. */
const CSHARP_MEMBERS = words("Urn GetResourceType GetResourceName Equals GetHashCode GetType ToString Empty");

/** Classes that every package has, and namespaces in it. */
const CSHARP_CLASSES = words("Provider ProviderArgs Utilities Config Inputs Outputs Output Input");

const JAVA_WORDS = words(`
  abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally
  float for if goto implements import instanceof int interface long native new package private protected public return
  short static strictfp super switch synchronized this throw throws transient try void volatile while _ false null true
  var`);

/** Methods of Object, of builders, and of Resource: the generator adds an underscore to a getter of such a name. */
const JAVA_METHODS = words(`
  notify notifyAll toString clone equals hashCode getClass wait finalize builder build getResourceType getResourceName
  getChildResources getUrn getId pulumiResourceType pulumiResourceName pulumiChildResources urn id`);

/** Classes that generated code imports, besides those that every package has. */
const JAVA_CLASSES = words(
  "Provider ProviderArgs Utilities Config Output Input String Object Integer Boolean Double List Map Optional Objects Nullable Override",
);

interface Named {
  readonly name: string;
  readonly members: readonly string[];
  readonly values: readonly string[];
}

/** Problems in C#: empty if the SDK has all names as the schema has them, in Pascal case. */
export function csharpProblems(schema: PackageSchema): string[] {
  const language = schema.language as {
    csharp: { rootNamespace: string; namespaces: Record<string, string> };
  };
  const { rootNamespace, namespaces } = language.csharp;
  const parts = [...rootNamespace.split("."), ...(namespaces[schema.name] ?? "").split(".")];
  const classes = namedOf(schema);
  return [
    ...parts.filter((part) => !/^[A-Z][A-Za-z0-9]*$/.test(part)).map((part) => `namespace ${part}`),
    ...classes
      .filter(({ name }) => parts.includes(name))
      .map(({ name }) => `${name} is called as a namespace`),
    ...classNames(classes, CSHARP_CLASSES),
    ...classes.flatMap(({ name, members, values }) => [
      ...members
        .filter((member) => CSHARP_WORDS.has(member))
        .map((member) => `${name}.${member} is a keyword`),
      ...members
        .filter((member) => [name, `${name}Args`].includes(title(member)))
        .map((member) => `${name}.${member} has the name of its class`),
      ...[...members, ...values]
        .filter((member) => CSHARP_MEMBERS.has(title(member)))
        .map((member) => `${name}.${member} hides an inherited member`),
      ...values
        .filter((value) => title(value) === name)
        .map((value) => `${name}.${value} has the name of its class`),
      ...identifiers(name, [...members, ...values], title),
    ]),
  ];
}

/** Problems in Java: empty if the SDK has all names as the schema has them. */
export function javaProblems(schema: PackageSchema): string[] {
  const language = schema.language as { java: { basePackage: string; packages: Record<string, string> } };
  const { basePackage, packages } = language.java;
  const parts = [...basePackage.split("."), ...(packages[schema.name] ?? "").split(".")];
  const classes = namedOf(schema);
  return [
    ...parts
      .filter((part) => !/^[a-z][a-z0-9]*$/.test(part) || JAVA_WORDS.has(part))
      .map((part) => `package ${part}`),
    ...classNames(classes, JAVA_CLASSES),
    ...classes.flatMap(({ name, members, values }) => [
      ...[...members, ...values]
        .filter((member) => JAVA_WORDS.has(member))
        .map((member) => `${name}.${member} is a keyword`),
      ...members
        .filter((member) => JAVA_METHODS.has(member))
        .map((member) => `${name}.${member} is a method already`),
      // A getter has the property's own name, so `getName` beside `name` would read like its getter.
      ...members
        .filter((member) => {
          const property = /^(?:get|is)([A-Z].*)$/.exec(member)?.[1];
          return property !== undefined && members.some((other) => title(other) === property);
        })
        .map((member) => `${name}.${member} reads like a getter`),
      ...identifiers(name, members, (member) => member),
      ...identifiers(name, values, title),
    ]),
  ];
}

/** Components with arguments and outputs, and types with members or values. */
function namedOf(schema: PackageSchema): Named[] {
  const last = (token: string) => token.slice(token.lastIndexOf(":") + 1);
  return [
    ...Object.entries(schema.resources).map(([token, { inputProperties = {}, properties = {} }]) => ({
      name: last(token),
      members: [...new Set([...Object.keys(inputProperties), ...Object.keys(properties)])],
      values: [],
    })),
    ...Object.entries(schema.types).map(([token, type]) => ({
      name: last(token),
      members: Object.keys(type.properties ?? {}),
      values: (type.enum ?? []).map(({ name }) => name),
    })),
  ];
}

/** Classes lie in a file each, and some disks do not tell upper from lower case. */
function classNames(classes: readonly Named[], taken: ReadonlySet<string>): string[] {
  const all = classes.flatMap(({ name, values }) => (values.length > 0 ? [name] : [name, `${name}Args`]));
  return [
    ...all.filter((name) => taken.has(name)).map((name) => `${name} is a class already`),
    ...doubles(all, (name) => name.toLowerCase()).map((name) => `${name} is there twice`),
  ];
}

function identifiers(
  name: string,
  members: readonly string[],
  written: (member: string) => string,
): string[] {
  return [
    ...members
      .filter((member) => !/^[A-Za-z][A-Za-z0-9]*$/.test(member))
      .map((member) => `${name}.${member} is no identifier`),
    ...doubles(members, written).map((member) => `${name}.${member} is there twice`),
  ];
}

function doubles(names: readonly string[], key: (name: string) => string): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const isDouble = seen.has(key(name));
    seen.add(key(name));
    return isDouble;
  });
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
