/** Reads a provider SDK's type definitions with the TypeScript compiler. Used by the generator only. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { SdkSource } from "./sdk-sources";
import type { PropertyTypes, ResourceShape, TypeTable } from "./type-table";

const localRequire = createRequire(__filename);

/** IAM policy documents travel as JSON strings; what may stand in them is the service's affair. */
const untypedObject = /\bPolicyDocument$/;

/**
 * Derives the type table of one provider SDK.
 *
 * @throws Error naming the module when it declares no resource class in the expected shape.
 */
export function readSdkTypes(source: SdkSource): TypeTable {
  const manifest = localRequire.resolve(`${source.packageName}/package.json`);
  const folder = dirname(manifest);
  const files = [...source.modules, "provider"].map((module) => join(folder, `${module}.d.ts`));
  const program = ts.createProgram(files, {
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  return new SdkReader(program).read(
    source,
    folder,
    (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version,
  );
}

class SdkReader {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #types = new Map<string, PropertyTypes>();
  readonly #responses = new Map<string, Record<string, string>>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  read(source: SdkSource, folder: string, version: string): TypeTable {
    const resources = source.modules.map((module) => this.#resource(join(folder, `${module}.d.ts`)));
    const { args } = this.#declarations(join(folder, "provider.d.ts"));
    return {
      version,
      config: Object.keys(this.#properties(this.#checker.getTypeAtLocation(args))),
      resources: Object.fromEntries(resources),
      types: sorted(this.#types),
      ...(this.#responses.size === 0 ? {} : { responses: sorted(this.#responses) }),
    };
  }

  #resource(file: string): [string, ResourceShape] {
    const { resource, args } = this.#declarations(file);
    const outputs = resource.members.flatMap((member) =>
      ts.isPropertyDeclaration(member) && /\bOutput\b/.test(member.type?.getText() ?? "")
        ? [member.name.getText()]
        : [],
    );
    const apiVersion = /Uses Azure REST API version (\S+)\./.exec(resource.getFullText())?.[1];
    const inputs = this.#properties(this.#checker.getTypeAtLocation(args));
    const token = /__pulumiType = ['"]([^'"]+)['"]/.exec(
      readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8"),
    )?.[1];
    if (token === undefined) {
      throw new Error(`no type token in ${file}`);
    }
    // Only azure-native's classes document an ARM api-version.
    return apiVersion === undefined
      ? [token, { inputs, outputs }]
      : [token, { inputs, outputs, nested: this.#nested(resource), apiVersion }];
  }

  /** The response type of each output that has members, by the output's name. */
  #nested(resource: ts.ClassDeclaration): Record<string, string> {
    const members = resource.members.filter(ts.isPropertyDeclaration).map((member) => {
      const declared = member.type;
      const [value] =
        declared !== undefined && ts.isTypeReferenceNode(declared) ? (declared.typeArguments ?? []) : [];
      return [
        member.name.getText(),
        value === undefined ? "" : this.#response(this.#checker.getTypeFromTypeNode(value)),
      ];
    });
    return Object.fromEntries(members.filter(([, name]) => name !== "")) as Record<string, string>;
  }

  /** The name under which the members of a response type are kept, or `""` if it has none that are known. */
  #response(type: ts.Type): string {
    const [single, ...others] = (type.isUnion() ? type.types : [type]).filter((member) => !isWrapper(member));
    if (single === undefined || others.length > 0) {
      return "";
    }
    if (this.#checker.isArrayType(single)) {
      const [element] = this.#checker.getTypeArguments(single as ts.TypeReference);
      return element === undefined ? "" : this.#response(element);
    }
    if (!single.isClassOrInterface() || single.getStringIndexType() !== undefined) {
      return "";
    }
    const name = this.#checker.getFullyQualifiedName(single.symbol).replace(/^".*"\./, "");
    if (!this.#responses.has(name)) {
      const members: Record<string, string> = {};
      this.#responses.set(name, members);
      for (const property of this.#checker.getPropertiesOfType(single)) {
        members[property.name] = this.#response(this.#checker.getTypeOfSymbol(property));
      }
    }
    return name;
  }

  #declarations(file: string): { resource: ts.ClassDeclaration; args: ts.InterfaceDeclaration } {
    const sourceFile = this.#program.getSourceFile(file);
    const resource = sourceFile?.statements.find(ts.isClassDeclaration);
    const args = sourceFile?.statements
      .filter(ts.isInterfaceDeclaration)
      .find((declaration) => declaration.name.text === `${resource?.name?.text ?? ""}Args`);
    if (resource === undefined || args === undefined) {
      throw new Error(`no resource class with arguments in ${file}`);
    }
    return { resource, args };
  }

  #properties(type: ts.Type): PropertyTypes {
    return Object.fromEntries(
      this.#checker.getPropertiesOfType(type).map((property) => {
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        return [
          property.name,
          this.#notation(this.#checker.getTypeOfSymbol(property)) + (optional ? "" : "!"),
        ];
      }),
    );
  }

  /** `pulumi.Input<T>` is a union of T, a promise and an output: what is left when the wrappers are dropped is T. */
  #notation(type: ts.Type): string {
    const members = (type.isUnion() ? type.types : [type]).filter((member) => !isWrapper(member));
    const names = [...new Set(members.map((member) => this.#single(member)))];
    return names.includes("any") ? "any" : names.sort().join("|");
  }

  #single(type: ts.Type): string {
    if (type.flags & ts.TypeFlags.BooleanLike) {
      return "boolean";
    }
    if (type.isStringLiteral()) {
      return `'${type.value}'`;
    }
    if (type.flags & ts.TypeFlags.String) {
      return "string";
    }
    if (type.flags & ts.TypeFlags.NumberLike) {
      return "number";
    }
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type as ts.TypeReference);
      return element === undefined ? "any" : `${this.#notation(element)}[]`;
    }
    const index = type.getStringIndexType();
    if (index !== undefined) {
      return `${this.#notation(index)}{}`;
    }
    // A resource class as an input reaches the plugin as that resource's ID.
    if (type.isClass()) {
      return "string";
    }
    return type.isClassOrInterface() ? this.#reference(type) : "any";
  }

  #reference(type: ts.InterfaceType): string {
    const name = this.#checker.getFullyQualifiedName(type.symbol).replace(/^".*"\./, "");
    if (untypedObject.test(name)) {
      return "any";
    }
    if (!this.#types.has(name)) {
      this.#types.set(name, {});
      this.#types.set(name, this.#properties(type));
    }
    return name;
  }
}

function sorted<T>(entries: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isWrapper(type: ts.Type): boolean {
  if (type.flags & ts.TypeFlags.Undefined) {
    return true;
  }
  const name = type.aliasSymbol?.name ?? type.getSymbol()?.name;
  return name === "Promise" || name === "OutputInstance";
}
