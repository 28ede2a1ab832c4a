import path from "node:path";
import { hasMarks, isObject, unknownMark } from "../../trust";
import { type Expressions, type Resolved, type Scope, withNames } from "./expressions";
import { ANY, type Instance, instanceOf, instancesForEach, instancesOfCount } from "./instances";
import { policyOf } from "./policy-documents";
import { attributeOf } from "./resource-attributes";
import type { SourceTree } from "./source-tree";
import type { StandIns } from "./stand-ins";
import { type Body, TerraformFolder } from "./terraform-folder";
import { Instances, limited, ResourceValue } from "./values";
import { convertToType } from "./variable-types";

/** What all modules of one reading share. */
export interface Reading {
  readonly expressions: Expressions;
  readonly standIns: StandIns;
  readonly tree: SourceTree;
  /** Whether values that someone else can set are taken as the folder has them: defaults, files with values. */
  readonly assumes: boolean;
  /** What was assumed so far, to be read after "assumes". */
  assumed: Set<string>;
  /** How many modules may still be read. */
  modulesLeft: number;
}

/** How deep modules call each other. */
const DEEPEST_CALL = 8;

/** A module: a folder with the values of its variables. */
export class TerraformModule {
  readonly #memo = new Map<string, { readonly value: unknown; readonly assumed: ReadonlySet<string> }>();
  /** What is being resolved: values may refer to themselves. */
  readonly #resolving = new Set<string>();
  readonly #children = new Map<string, TerraformModule | undefined>();

  /**
   * @param where - Its folder, relative to the judged file's.
   * @param inputs - The arguments of the module's call; `undefined` for a root module.
   */
  constructor(
    readonly reading: Reading,
    readonly folder: TerraformFolder,
    private readonly where = ".",
    private readonly inputs?: (name: string) => Promise<unknown>,
    private readonly depth = 0,
  ) {}

  /** The scope of an instance of a block. */
  scope(instance?: Instance): Scope {
    return {
      names: new Map(instance?.names),
      resolve: (parts) => this.#resolve(parts),
      callReader: (name, args) => this.#callReader(name, args),
    };
  }

  /** The value of an argument; a mark stands for each part that is unknown. */
  valueOf(argument: unknown, scope: Scope = this.scope()): Promise<unknown> {
    return this.reading.expressions.valueOf(argument, scope);
  }

  /**
   * The instances of a block; `undefined` if they are unknown. A block with neither `count` nor `for_each` is one instance.
   */
  async instancesOf({ count, for_each: forEach }: Body): Promise<readonly Instance[] | undefined> {
    if (forEach !== undefined) {
      return instancesForEach(await this.valueOf(forEach));
    }
    return count === undefined ? [ANY] : instancesOfCount(await this.valueOf(count));
  }

  /** The module that a block calls, if its source is a folder of the repository. */
  async child(name: string, instance?: Instance): Promise<TerraformModule | undefined> {
    const key = name + (instance?.suffix ?? "");
    if (!this.#children.has(key)) {
      this.#children.set(key, await this.#call(name, instance));
    }
    return this.#children.get(key);
  }

  async #call(name: string, instance: Instance | undefined): Promise<TerraformModule | undefined> {
    const block = this.folder.named("module", name);
    const source = block?.source;
    if (
      block === undefined ||
      typeof source !== "string" ||
      !/^\.\.?(\/|$)/.test(source) ||
      source.includes("${") ||
      this.depth >= DEEPEST_CALL ||
      this.reading.modulesLeft-- <= 0
    ) {
      return undefined;
    }
    const where = path.posix.join(this.where, source);
    const files = await this.reading.tree.folder(where);
    if (files === undefined || files.length === 0) {
      return undefined;
    }
    const scope = this.scope(instance);
    const inputs = async (argument: string): Promise<unknown> =>
      Object.hasOwn(block, argument) ? this.valueOf(block[argument], scope) : undefined;
    return new TerraformModule(
      this.reading,
      await TerraformFolder.read(files),
      where,
      inputs,
      this.depth + 1,
    );
  }

  async #resolve(parts: readonly string[]): Promise<Resolved | undefined> {
    const [first = "", second = "", third = ""] = parts;
    switch (first) {
      case "local":
        return known(
          await this.#remember(`local.${second}`, () => this.#given(this.folder.local(second))),
          2,
        );
      case "var":
        return known(await this.#remember(`var.${second}`, () => this.#variable(second)), 2);
      case "path":
        return { value: unknownMark(`path.${second}`), parts: 2 };
      case "data":
        return { value: await this.#block("data", second, third), parts: 3 };
      case "module":
        return { value: await this.#module(second), parts: 2 };
      case "each":
      case "count":
      case "self":
      case "terraform":
        return undefined;
      default:
        return parts.length < 2
          ? undefined
          : { value: await this.#block("resource", first, second), parts: 2 };
    }
  }

  /** A value that is worked out once. One that refers to itself is unknown. */
  async #remember(name: string, work: () => Promise<unknown>): Promise<unknown> {
    const before = this.#memo.get(name);
    if (before !== undefined) {
      this.#assume(before.assumed);
      return before.value;
    }
    if (this.#resolving.has(name)) {
      return undefined;
    }
    this.#resolving.add(name);
    const outer = this.reading.assumed;
    this.reading.assumed = new Set();
    try {
      const value = limited(await work());
      this.#memo.set(name, { value, assumed: this.reading.assumed });
      return value;
    } finally {
      this.#resolving.delete(name);
      const own = this.reading.assumed;
      this.reading.assumed = outer;
      this.#assume(own);
    }
  }

  #assume(assumptions: Iterable<string>): void {
    for (const assumption of assumptions) {
      this.reading.assumed.add(assumption);
    }
  }

  async #given(argument: unknown): Promise<unknown> {
    return argument === undefined ? undefined : this.reading.expressions.rawValueOf(argument, this.scope());
  }

  async #variable(name: string): Promise<unknown> {
    const declared = this.folder.named("variable", name);
    if (declared === undefined) {
      return undefined;
    }
    const typed = (value: unknown): Promise<unknown> => convertToType(value, declared.type, `var.${name}`);
    const hasDefault = Object.hasOwn(declared, "default");
    const byDefault = async (): Promise<unknown> => typed(await this.valueOf(declared.default));
    if (this.inputs !== undefined) {
      const input = await this.inputs(name);
      // A caller that leaves it out, or that gives null to a variable that is never null.
      const isDefault = input === undefined || (input === null && declared.nullable === false);
      return isDefault ? (hasDefault ? byDefault() : undefined) : typed(input);
    }
    const fromFile = this.folder.fileValue(name);
    if (!this.reading.assumes || fromFile === "unknown" || (fromFile === undefined && !hasDefault)) {
      return undefined;
    }
    this.#assume([
      fromFile === undefined ? `the default of var.${name}` : `var.${name} as in ${fromFile.file}`,
    ]);
    return fromFile === undefined ? byDefault() : typed(await this.valueOf(fromFile.value));
  }

  /** A resource or a data source, or all instances of it. */
  async #block(kind: "resource" | "data", type: string, name: string): Promise<unknown> {
    const address = kind === "data" ? `data.${type}.${name}` : `${type}.${name}`;
    const body = this.folder.block(kind, type, name);
    const one = (instance?: Instance): ResourceValue =>
      new ResourceValue(address, (attribute) =>
        this.#remember(`${address}${instance?.suffix ?? ""}.${attribute}`, () =>
          attributeOf({ module: this, kind, type, address, body, scope: this.scope(instance) }, attribute),
        ),
      );
    return body === undefined || (body.count === undefined && body.for_each === undefined)
      ? one()
      : this.#instances(address, body, one);
  }

  async #module(name: string): Promise<unknown> {
    const body = this.folder.named("module", name);
    const one = (instance?: Instance): ResourceValue =>
      new ResourceValue(`module.${name}`, async (output) => {
        const child = await this.child(name, instance);
        if (child === undefined || child.folder.overrides.length > 0) {
          return undefined;
        }
        const block = child.folder.named("output", output);
        return child.#remember(`output.${output}`, () => child.#given(block?.value));
      });
    return body === undefined || (body.count === undefined && body.for_each === undefined)
      ? one()
      : this.#instances(`module.${name}`, body, one);
  }

  async #instances(
    address: string,
    body: Body,
    one: (instance: Instance) => ResourceValue,
  ): Promise<Instances> {
    const key = `instances of ${address}`;
    const instances = (await this.#remember(key, () => this.instancesOf(body))) as
      readonly Instance[] | undefined;
    const all = instances?.map((instance) => [instance, one(instance)] as const);
    return new Instances(
      address,
      (name) => {
        if (all !== undefined) {
          return all.find(([{ suffix }]) => suffix === instanceOf(name).suffix)?.[1];
        }
        this.reading.expressions.doubt();
        return one(instanceOf(name, unknownMark(`${address} each.value`)));
      },
      body.count === undefined
        ? all && Object.fromEntries(all.map(([{ suffix }, value]) => [suffix.slice(2, -2), value]))
        : all?.map(([, value]) => value),
    );
  }

  /** Functions that read files of the repository. */
  async #callReader(name: string, [file, values]: readonly unknown[]): Promise<unknown> {
    if ((name !== "file" && name !== "templatefile") || typeof file !== "string") {
      return undefined;
    }
    const text = await this.#file(file);
    if (text === undefined || name === "file") {
      return text;
    }
    return isObject(values)
      ? this.reading.expressions.template(text, withNames(NOTHING, Object.entries(values)))
      : undefined;
  }

  async #file(file: string): Promise<string | undefined> {
    const [module, root, cwd] = ["module", "root", "cwd"].map((name) => `${unknownMark(`path.${name}`)}/`);
    const isOwn = file.startsWith(module ?? "");
    const rest = isOwn ? file.slice(module?.length) : file.replace(root ?? "", "").replace(cwd ?? "", "");
    if (hasMarks(rest) || rest.startsWith("/") || rest.startsWith("~") || (!isOwn && !this.reading.assumes)) {
      return undefined;
    }
    if (!isOwn) {
      // Terraform reads it in the folder in which it runs.
      this.#assume([`${rest} in the folder in which Terraform runs`]);
    }
    return this.reading.tree.file(path.posix.join(isOwn ? this.where : ".", rest));
  }

  /** The policy of an `aws_iam_policy_document`. */
  policyOf(document: Body, scope: Scope): Promise<unknown> {
    return policyOf(document, scope, this.reading.expressions);
  }
}

/** A template's scope before its values are added. */
const NOTHING: Scope = {
  names: new Map(),
  resolve: () => Promise.resolve(undefined),
  callReader: () => Promise.resolve(undefined),
};

function known(value: unknown, parts: number): Resolved | undefined {
  return value === undefined ? undefined : { value, parts };
}
