import path from "node:path";
import ts from "typescript";

const ROOT = path.resolve(__dirname, "../..");
const SOURCE = path.join(ROOT, "cli/audit/audit-report.ts");

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of the audit's report, from its types: what the compiler holds the code to is what scripts can rely on.
 *
 * @throws {RangeError} If the types have something that is not JSON.
 */
export function reportSchema(): Schema {
  const program = ts.createProgram([SOURCE], {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(SOURCE);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const symbol =
    module === undefined
      ? undefined
      : checker.getExportsOfModule(module).find(({ name }) => name === "AuditReport");
  if (symbol === undefined) {
    throw new RangeError("cli/audit/audit-report.ts exports no AuditReport");
  }
  const reader = new TypeReader(checker);
  const root = reader.schemaOf(checker.getDeclaredTypeOfSymbol(symbol));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Report of azure-to-aws audit",
    ...root,
    definitions: reader.definitions(),
  };
}

/** Turns types into schemas. Interfaces become definitions. */
class TypeReader {
  readonly #definitions = new Map<string, Schema>();

  constructor(private readonly checker: ts.TypeChecker) {}

  definitions(): Schema {
    return Object.fromEntries([...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  schemaOf(type: ts.Type): Schema {
    if (type.isUnion()) {
      return this.#union(type.types);
    }
    if (type.isStringLiteral() || type.isNumberLiteral()) {
      return { const: type.value };
    }
    if (type.flags & ts.TypeFlags.String) {
      return { type: "string" };
    }
    if (type.flags & ts.TypeFlags.Number) {
      return { type: "number" };
    }
    if (type.flags & ts.TypeFlags.Boolean) {
      return { type: "boolean" };
    }
    if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) {
      return {};
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.schemaOf(item) };
    }
    const index = type.getStringIndexType();
    if (index !== undefined) {
      return { type: "object", additionalProperties: this.schemaOf(index) };
    }
    if (type.flags & ts.TypeFlags.Object) {
      return this.#object(type);
    }
    throw new RangeError(`${this.checker.typeToString(type)} is not JSON`);
  }

  #union(types: readonly ts.Type[]): Schema {
    // A member that is undefined is missing in JSON.
    const given = types.filter((type) => (type.flags & ts.TypeFlags.Undefined) === 0);
    const literals = given.flatMap((type) => (type.isStringLiteral() ? [type.value] : []));
    if (literals.length === given.length) {
      return { enum: literals };
    }
    if (given.every((type) => type.flags & ts.TypeFlags.BooleanLiteral)) {
      return { type: "boolean" };
    }
    const [only, ...others] = given;
    return only !== undefined && others.length === 0
      ? this.schemaOf(only)
      : { anyOf: given.map((type) => this.schemaOf(type)) };
  }

  #object(type: ts.Type): Schema {
    const name = type.isClassOrInterface() ? type.symbol.name : undefined;
    if (name === undefined || name === "AuditReport") {
      return this.#members(type);
    }
    if (!this.#definitions.has(name)) {
      this.#definitions.set(name, {});
      this.#definitions.set(name, this.#members(type));
    }
    return { $ref: `#/definitions/${name}` };
  }

  #members(type: ts.Type): Schema {
    const description = ts.displayPartsToString(type.symbol.getDocumentationComment(this.checker));
    const required: string[] = [];
    const properties: Record<string, unknown> = {};
    for (const member of type.getProperties()) {
      const own = this.checker.getTypeOfSymbol(member);
      const about = ts.displayPartsToString(member.getDocumentationComment(this.checker));
      const isOptional =
        (member.flags & ts.SymbolFlags.Optional) !== 0 ||
        (own.isUnion() && own.types.some((one) => one.flags & ts.TypeFlags.Undefined));
      if (!isOptional) {
        required.push(member.name);
      }
      const schema = this.schemaOf(own);
      properties[member.name] = about === "" || "$ref" in schema ? schema : { description: about, ...schema };
    }
    return {
      ...(description === "" ? {} : { description }),
      type: "object",
      required,
      properties,
      additionalProperties: false,
    };
  }
}
