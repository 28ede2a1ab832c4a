import type { FolderFile } from "./terraform-folder";

/** Other files of the repository of a judged file. Paths are relative to that file's folder, with slashes. */
export interface SourceTree {
  /** The Terraform files of a folder; `undefined` if there is none, or it is outside the repository. */
  readonly folder: (path: string) => Promise<readonly FolderFile[] | undefined>;
  /** A file's text; `undefined` if there is none, it is outside the repository, or it cannot be read. */
  readonly file: (path: string) => Promise<string | undefined>;
}

/** For a file that is judged alone. */
export const NO_TREE: SourceTree = {
  folder: () => Promise.resolve(undefined),
  file: () => Promise.resolve(undefined),
};
