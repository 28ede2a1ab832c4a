import { REMARKS } from "../../messages/judged-files";
import type { FoundPolicies, PolicySource } from "../policy-source";
import { jsonNodes } from "../positions/json-nodes";
import { Lines } from "../positions/lines";
import type { Source } from "../positions/source";
import type { TextMember, TextNode } from "../positions/text-node";
import { type Block, topBlocks } from "./blocks";
import { Expressions } from "./expressions";
import { findRoles } from "./find-roles";
import { parseTerraform } from "./hcl";
import { NO_TREE, type SourceTree } from "./source-tree";
import { StandIns } from "./stand-ins";
import { type FolderFile, TerraformFolder } from "./terraform-folder";
import { TerraformModule } from "./terraform-module";

/** A file of Terraform source, read together with its folder. */
export interface TerraformSource {
  readonly source: Source;
  readonly format: PolicySource;
}

/** How many modules are read for one file. */
const MOST_MODULES = 200;

/**
 * Reads a file of Terraform source.
 *
 * @param file - The file, with its name.
 * @param others - The files next to it. Their locals, variables and blocks count; their roles do not.
 * @param tree - The rest of the repository: modules that the file calls, and files that it reads.
 * @throws {UnreadableError} If it is not valid.
 */
export async function readTerraformSource(
  file: FolderFile,
  others: readonly FolderFile[] = [],
  tree: SourceTree = NO_TREE,
): Promise<TerraformSource> {
  const { name, text } = file;
  const isJson = name.endsWith(".json");
  const own = await parseTerraform(text, isJson);
  const folder = await TerraformFolder.read([file, ...others]);
  const module = (assumes: boolean): TerraformModule => {
    const standIns = new StandIns();
    const expressions = new Expressions(standIns);
    return new TerraformModule(
      { expressions, standIns, tree, assumes, assumed: new Set(), modulesLeft: MOST_MODULES },
      folder,
    );
  };
  const found: FoundPolicies = await findRoles([own], { certain: module(false), assuming: module(true) });
  return {
    source: {
      language: isJson ? "JSON" : "HCL",
      text,
      value: own,
      nodes: lazy(() => (isJson ? jsonNodes(text) : nodesOf(text))),
      lines: lazy(() => new Lines(text)),
      repeated: undefined,
      remarks: folder.unread.map((unread) => REMARKS.terraformUnread(unread)),
    },
    format: {
      code: "terraform-source",
      name: "Terraform source",
      recognizes: () => true,
      find: () => found,
    },
  };
}

/** Where each block is: by type and labels, as the parsed file has them. */
function nodesOf(text: string): TextNode {
  return node(topBlocks(text), 0, { start: 0, end: text.length });
}

function node(blocks: readonly Block[], level: number, { start, end }: TextNode): TextNode {
  const names = [...new Set(blocks.flatMap(({ header }) => header[level] ?? []))];
  const members = names.map((name): TextMember => {
    const within = blocks.filter(({ header }) => header[level] === name);
    const range = { start: within[0]?.start ?? start, end: within[0]?.end ?? end };
    return { name, ...range, node: node(within, level + 1, range) };
  });
  return { start, end, members };
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
