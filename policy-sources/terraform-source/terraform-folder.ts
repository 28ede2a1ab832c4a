import { asList, isObject, itemsOf } from "../../trust";
import { UnreadableError } from "../unreadable";
import { parseTerraform } from "./hcl";

/** A file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** The content of a block: arguments, and lists of blocks. */
export type Body = Readonly<Record<string, unknown>>;

/** A value that a file gives a variable. */
interface FileValue {
  readonly value: unknown;
  readonly file: string;
}

/** Files of source: Terraform's, OpenTofu's, and both in JSON. */
const SOURCE = /\.(tf|tofu)(\.json)?$/;
/** Files whose blocks Terraform merges into those of the others. Source: HashiCorp, "Override Files". */
const OVERRIDE = /(^|_)override\.(tf|tofu)(\.json)?$/;
/** Blocks that change no trust policy. */
const SETTINGS = new Set(["terraform", "provider"]);

/** What the files of a folder declare together: Terraform reads them as one module. */
export class TerraformFolder {
  private constructor(
    /** The files of the module, without override files. */
    readonly files: readonly Body[],
    /** Override files that change more than settings. */
    readonly overrides: readonly string[],
    /** Files that could not be read. */
    readonly unread: readonly string[],
    private readonly values: ReadonlyMap<string, FileValue>,
    /** Files with values of variables that could not be read. */
    private readonly unreadValues: readonly string[],
  ) {}

  /** Reads the files of a folder. One that is not valid is left out. */
  static async read(all: readonly FolderFile[]): Promise<TerraformFolder> {
    const files: Body[] = [];
    const overrides: string[] = [];
    const unread: string[] = [];
    const values = new Map<string, FileValue>();
    const unreadValues: string[] = [];
    for (const { name, text } of [...all].sort(inOrderOfLoading)) {
      const isSource = SOURCE.test(name);
      const body = await parsedOrUndefined(text, name.endsWith(".json"), isSource);
      if (OVERRIDE.test(name)) {
        if (body === undefined || !Object.keys(body).every((kind) => SETTINGS.has(kind))) {
          overrides.push(name);
        }
      } else if (isSource) {
        (body === undefined ? unread : files).push(...([body ?? name] as never[]));
      } else if (body === undefined) {
        unreadValues.push(text);
      } else {
        for (const [variable, value] of Object.entries(body)) {
          values.set(variable, { value, file: name });
        }
      }
    }
    return new TerraformFolder(files, overrides, unread, values, unreadValues);
  }

  /** The one resource or data source of a type and name; `undefined` if there is none, or more than one. */
  block(kind: "resource" | "data", type: string, name: string): Body | undefined {
    const found = this.files.flatMap((file) => blocksOf(file, kind, type, name));
    return found.length === 1 ? found[0] : undefined;
  }

  /** All resources of a type, by name. */
  resources(type: string): readonly (readonly [string, Body])[] {
    return this.files.flatMap((file) => {
      const named = memberOf(file.resource, type);
      return Object.keys(isObject(named) ? named : {}).flatMap((name) =>
        blocksOf(file, "resource", type, name).map((body) => [name, body] as const),
      );
    });
  }

  /** All calls of modules, by name. */
  modules(): readonly (readonly [string, Body])[] {
    return this.files.flatMap(({ module }) =>
      Object.entries(isObject(module) ? module : {}).flatMap(([name, bodies]) =>
        asList(bodies)
          .filter(isObject)
          .map((body) => [name, body] as const),
      ),
    );
  }

  /** The block of a kind with one label, such as a module or a variable; `undefined` if there is none, or more than one. */
  named(kind: "module" | "variable" | "output", name: string): Body | undefined {
    const found = this.files.flatMap((file) => asList(memberOf(file[kind], name))).filter(isObject);
    return found.length === 1 ? found[0] : undefined;
  }

  /** The expression of a local value; `undefined` if it is not declared exactly once. */
  local(name: string): unknown {
    const found = this.files
      .flatMap(({ locals }) => asList(locals))
      .filter(isObject)
      .filter((block) => Object.hasOwn(block, name));
    return found.length === 1 ? found[0]?.[name] : undefined;
  }

  /** The value that a file gives a variable of the root module; `"unknown"` if such a file cannot be read. */
  fileValue(name: string): FileValue | "unknown" | undefined {
    return this.unreadValues.some((text) => text.includes(name)) ? "unknown" : this.values.get(name);
  }
}

/**
 * The order in which Terraform reads files with values: the last one counts.
 *
 * Source: HashiCorp, "Variable Definition Precedence".
 */
function inOrderOfLoading({ name: a }: FolderFile, { name: b }: FolderFile): number {
  const rank = (name: string): number =>
    name === "terraform.tfvars" ? 0 : name === "terraform.tfvars.json" ? 1 : 2;
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

async function parsedOrUndefined(
  text: string,
  isJson: boolean,
  isSource: boolean,
): Promise<Body | undefined> {
  try {
    if (isJson && !isSource) {
      const values = JSON.parse(text) as unknown;
      return isObject(values) ? values : undefined;
    }
    return await parseTerraform(text, isJson);
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** The blocks of a kind, type and name in a file. */
export function blocksOf(file: Body, kind: "resource" | "data", type: string, name: string): Body[] {
  return itemsOf(memberOf(memberOf(file[kind], type), name)).filter(isObject);
}

/** A member that an object has itself. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether a block lists an argument among those that Terraform does not update. */
export function ignoresChanges(body: Body, argument: string): boolean {
  return asList(body.lifecycle)
    .filter(isObject)
    .flatMap(({ ignore_changes: ignored }) => asList(ignored))
    .some(
      (item) =>
        typeof item !== "string" ||
        [argument, "all"].includes(item.replace(/^\$\{\s*(\w+).*\}$/, "$1").replace(/^\*$/, "all")),
    );
}
