import { DOUBTS, GAPS, OPEN_VALUES, REMARKS } from "../../messages";
import { isMark, isObject, unknownMark } from "../../trust";
import { type FoundProvider, foundProvider } from "../found-provider";
import { terraformCarrier } from "../policy-carriers";
import type { FoundPolicy, PolicySource } from "../policy-source";
import { Lines } from "../positions/lines";
import type { Source } from "../positions/source";
import type { TextMember, TextNode } from "../positions/text-node";
import { type Block, topBlocks } from "./blocks";
import { parseHcl } from "./hcl";
import { TerraformReferences } from "./references";
import { blocksOf, type Body, type FolderFile, memberOf, TerraformFolder } from "./terraform-folder";

/** Why no role in Terraform source is accepted: it is a program, and not all of it can be understood. */
const DOUBT = DOUBTS.terraformSource();

/** A file of Terraform source, read together with its folder. */
export interface TerraformSource {
  readonly source: Source;
  readonly format: PolicySource;
}

/**
 * Reads a file of Terraform source. Its roles can be rejected or unknown, but never accepted.
 *
 * @param text - The file.
 * @param others - The files next to it. Their locals, variables and blocks count; their roles do not.
 * @throws {UnreadableError} If it is not valid.
 */
export async function readTerraformSource(
  text: string,
  others: readonly FolderFile[] = [],
): Promise<TerraformSource> {
  const own = await parseHcl(text);
  const folder = await TerraformFolder.read(own, others);
  const references = new TerraformReferences(folder);
  const documents = await findRoles(own, references);
  const used = documents.map(({ from }) => from);
  const alone = await findDocuments(own, references, new Set(used));
  const found = {
    documents: [...documents.map(({ found: policy }) => policy), ...alone],
    notSeen: notSeenIn(own),
    providers: await providersIn(folder, references),
  };
  const nodes = lazy(() => nodesOf(text));
  return {
    source: {
      language: "HCL",
      text,
      value: own,
      nodes,
      lines: lazy(() => new Lines(text)),
      repeated: undefined,
      remarks: remarksOn(folder, references),
    },
    format: {
      code: "terraform-source",
      name: "Terraform source",
      recognizes: () => true,
      find: () => found,
    },
  };
}

interface FoundRole {
  readonly found: FoundPolicy;
  /** The name of the policy document of this file that it refers to. */
  readonly from: string | undefined;
}

async function findRoles(own: Body, references: TerraformReferences): Promise<FoundRole[]> {
  const found: FoundRole[] = [];
  for (const [type, named] of Object.entries(isObject(own.resource) ? own.resource : {})) {
    const carrier = terraformCarrier(type);
    for (const name of Object.keys(carrier?.holds === "policy" && isObject(named) ? named : {})) {
      for (const body of blocksOf(own, "resource", type, name)) {
        found.push(await findRole(own, body, [type, name, carrier?.property ?? ""], references));
      }
    }
  }
  return found;
}

/** A reference to a policy document, and nothing else. */
const DOCUMENT_REFERENCE =
  /^\$\{\s*data\.aws_iam_policy_document\.([\w-]+)(?:\[[^\]]*\])?\.(?:minified_)?json\s*\}$/;

async function findRole(
  own: Body,
  body: Body,
  [type, name, property]: readonly [type: string, name: string, property: string],
  references: TerraformReferences,
): Promise<FoundRole> {
  const argument = body[property];
  const value =
    argument === undefined
      ? unknownMark(OPEN_VALUES.missingProperty(property))
      : await references.valueOf(argument);
  const document = typeof argument === "string" ? DOCUMENT_REFERENCE.exec(argument)?.[1] : undefined;
  const isOwn =
    document !== undefined && memberOf(memberOf(own.data, "aws_iam_policy_document"), document) !== undefined;
  return {
    from: isOwn ? document : undefined,
    found: {
      role: `${type}.${name}`,
      kind: type,
      // A policy document as an object: what is unknown in it has a place.
      document: typeof value === "string" && !isMark(value) ? parsed(value) : value,
      path: isOwn ? ["data", "aws_iam_policy_document", document] : ["resource", type, name],
      embedded: true,
      doubt: DOUBT,
      language: document === undefined ? "json" : "hcl",
    },
  };
}

/** Documents that no role of the file refers to and that are about web identities: a module or another file may use them. */
async function findDocuments(
  own: Body,
  references: TerraformReferences,
  used: ReadonlySet<string | undefined>,
): Promise<FoundPolicy[]> {
  const named = memberOf(own.data, "aws_iam_policy_document");
  const found: FoundPolicy[] = [];
  for (const name of Object.keys(isObject(named) ? named : {})) {
    for (const body of used.has(name) ? [] : blocksOf(own, "data", "aws_iam_policy_document", name)) {
      if (/WebIdentity/i.test(JSON.stringify(body))) {
        found.push({
          role: `data.aws_iam_policy_document.${name}`,
          kind: "aws_iam_policy_document",
          document: await references.policyOf(body),
          path: ["data", "aws_iam_policy_document", name],
          embedded: true,
          doubt: DOUBT,
          language: "hcl",
        });
      }
    }
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The OpenID Connect providers that the folder creates: one that lists a single audience pins it. */
async function providersIn(
  folder: TerraformFolder,
  references: TerraformReferences,
): Promise<FoundProvider[]> {
  const found: FoundProvider[] = [];
  for (const { url, client_id_list } of folder.resources("aws_iam_openid_connect_provider")) {
    const provider = foundProvider(await references.valueOf(url), await references.valueOf(client_id_list));
    found.push(...(provider === undefined ? [] : [provider]));
  }
  return found;
}

/** What may hold roles that the file does not show. */
function notSeenIn(own: Body): string[] {
  const modules = Object.keys(isObject(own.module) ? own.module : {});
  const resources = Object.entries(isObject(own.resource) ? own.resource : {}).flatMap(([type, named]) => {
    const holds = terraformCarrier(type)?.holds;
    return holds === undefined || holds === "policy" || !isObject(named)
      ? []
      : Object.keys(named).map((name) => GAPS.notReadInSource(`${type}.${name}`));
  });
  return [...modules.map((name) => GAPS.resources(`module.${name}`)), ...resources];
}

function remarksOn({ unread }: TerraformFolder, { defaults }: TerraformReferences): string[] {
  return [
    ...(defaults.size === 0 ? [] : [REMARKS.defaults([...defaults].sort())]),
    ...unread.map((name) => REMARKS.terraformUnread(name)),
  ];
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
