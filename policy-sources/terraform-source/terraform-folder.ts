import { isObject, itemsOf } from "../../trust";
import { UnreadableError } from "../unreadable";
import { parseHcl } from "./hcl";

/** A file next to the one that is judged. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** The content of a block: arguments, and lists of blocks. */
export type Body = Readonly<Record<string, unknown>>;

/** What the files of a folder declare together: Terraform reads them as one module. */
export class TerraformFolder {
  readonly #files: readonly Body[];
  /** Files with values of variables, as texts. */
  readonly #values: readonly string[];
  /** The other files that could not be read. */
  readonly unread: readonly string[];

  private constructor(files: readonly Body[], values: readonly string[], unread: readonly string[]) {
    this.#files = files;
    this.#values = values;
    this.unread = unread;
  }

  /**
   * Reads a folder.
   *
   * @param own - The file that is judged, parsed.
   * @param others - The files next to it.
   */
  static async read(own: Body, others: readonly FolderFile[]): Promise<TerraformFolder> {
    const files = [own];
    const unread: string[] = [];
    const values: string[] = [];
    for (const { name, text } of others) {
      if (!/\.(tf|tofu)$/.test(name)) {
        values.push(text);
        continue;
      }
      try {
        files.push(await parseHcl(text));
      } catch (error) {
        if (!(error instanceof UnreadableError)) {
          throw error;
        }
        unread.push(name);
      }
    }
    return new TerraformFolder(files, values, unread);
  }

  /** The one resource or data source of a type and name; `undefined` if there is none, or more than one. */
  block(kind: "resource" | "data", type: string, name: string): Body | undefined {
    const found = this.#files.flatMap((file) => blocksOf(file, kind, type, name));
    return found.length === 1 ? found[0] : undefined;
  }

  /** All resources of a type. */
  resources(type: string): readonly Body[] {
    return this.#files.flatMap((file) => {
      const named = memberOf(file.resource, type);
      return Object.keys(isObject(named) ? named : {}).flatMap((name) =>
        blocksOf(file, "resource", type, name),
      );
    });
  }

  /** The expression of a local value; `undefined` if it is not declared exactly once. */
  local(name: string): unknown {
    const found = this.#files
      .flatMap(({ locals }) => itemsOf(locals))
      .filter(isObject)
      .filter((block) => Object.hasOwn(block, name));
    return found.length === 1 ? found[0]?.[name] : undefined;
  }

  /** The default of a variable; `undefined` if it has none, or a file of values gives it another. */
  variable(name: string): unknown {
    const found = this.#files.flatMap((file) => itemsOf(memberOf(file.variable, name))).filter(isObject);
    const isSet = this.#values.some((text) => text.includes(name));
    return found.length === 1 && !isSet ? (found[0]?.default ?? undefined) : undefined;
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
