import { OPEN_VALUES } from "../../messages/judged-files";
import { asList, isMark, isObject, unknownMark } from "../../trust";
import { PlannedPolicyDocument } from "../terraform/planned-policy-document";
import { shown } from "./expression-results";
import { type Expressions, type Scope, withNames } from "./expressions";
import { type Body, memberOf } from "./terraform-folder";
import { entriesOf, Instances, plainValue } from "./values";

/** A block, and what the expressions in it refer to. */
interface Placed {
  readonly body: Body;
  readonly scope: Scope;
}

/**
 * The policy of an `aws_iam_policy_document`, with marks for what is unknown.
 *
 * Source: Terraform AWS provider, `policy_document_data_source.go` and `policy_model.go`.
 */
export async function policyOf(document: Body, scope: Scope, expressions: Expressions): Promise<unknown> {
  const read = new DocumentReader(expressions);
  const { source_policy_documents, override_policy_documents, source_json, override_json, version } =
    document;
  const statements = await read.blocks({ body: document, scope }, "statement", (statement) =>
    read.statement(statement),
  );
  const own = new PlannedPolicyDocument(
    { statement: statements, version: await expressions.valueOf(version, scope) },
    {},
  ).policy();
  const sources = await read.documents([source_json, source_policy_documents], scope);
  const overrides = await read.documents([override_json, override_policy_documents], scope);
  return sources.length + overrides.length === 0 ? own : merged([...sources, own, ...overrides]);
}

/** Reads blocks and arguments of a document. */
class DocumentReader {
  constructor(private readonly expressions: Expressions) {}

  /** The blocks of a name, dynamic ones too; a mark for each of which not even the number is known. */
  async blocks(
    { body, scope }: Placed,
    name: string,
    read: (block: Placed) => Promise<unknown>,
  ): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const block of asList(body[name]).filter(isObject)) {
      found.push(await read({ body: block, scope }));
    }
    for (const dynamic of asList(memberOf(body.dynamic, name)).filter(isObject)) {
      const given = await this.expressions.rawValueOf(dynamic.for_each, scope);
      const value = given instanceof Instances ? given.all : given;
      const entries = isMark(value) ? undefined : entriesOf(value);
      if (entries === undefined) {
        found.push(
          unknownMark(OPEN_VALUES.dynamic(name, shown(String(dynamic.for_each), plainValue(given)))),
        );
        continue;
      }
      const iterator =
        typeof dynamic.iterator === "string" ? dynamic.iterator.replace(/^\$\{(.*)\}$/, "$1") : name;
      for (const [key, item] of entries) {
        const own = { key, value: item };
        for (const content of asList(dynamic.content).filter(isObject)) {
          found.push(await read({ body: content, scope: withNames(scope, [[iterator, own]]) }));
        }
      }
    }
    return found;
  }

  async statement(statement: Placed): Promise<unknown> {
    const own = await this.#arguments(statement);
    for (const name of ["principals", "not_principals", "condition"]) {
      const blocks = await this.blocks(statement, name, (block) => this.#arguments(block));
      own[name] = blocks.find(isMark) ?? blocks;
    }
    return own;
  }

  async #arguments({ body, scope }: Placed): Promise<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const [name, value] of Object.entries(body)) {
      if (!["dynamic", "principals", "not_principals", "condition"].includes(name)) {
        entries.push([name, await this.expressions.valueOf(value, scope)]);
      }
    }
    return Object.fromEntries(entries);
  }

  /** Documents that are merged into this one, with a mark for each that is unknown. */
  async documents(given: readonly unknown[], scope: Scope): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const argument of given.filter((one) => one !== undefined && one !== null)) {
      const value = plainValue(await this.expressions.rawValueOf(argument, scope));
      // A single text is one of the arguments that older versions of the provider have.
      found.push(
        ...asList(value).map((text) =>
          typeof text === "string" && !isMark(text) ? parsed(text) : unknownMark(OPEN_VALUES.merged()),
        ),
      );
    }
    return found;
  }
}

/** A document in the one form in which all versions of the provider read it alike; else a mark. */
function parsed(text: string): unknown {
  try {
    const policy = JSON.parse(text) as unknown;
    return isObject(policy) &&
      Object.keys(policy).every((name) => /^(Version|Id|Statement)$/.test(name)) &&
      asList(policy.Statement).every(isPlain)
      ? policy
      : unknownMark(OPEN_VALUES.merged());
  } catch {
    return unknownMark(OPEN_VALUES.merged());
  }
}

const MEMBERS = /^(Sid|Effect|(Not)?(Action|Resource|Principal)|Condition)$/;

function isPlain(statement: unknown): boolean {
  if (isMark(statement)) {
    return true;
  }
  const isTexts = (value: unknown): boolean => asList(value).every((item) => typeof item === "string");
  return (
    isObject(statement) &&
    Object.keys(statement).every((name) => MEMBERS.test(name)) &&
    Object.entries(statement).every(([name, value]) =>
      name !== "Condition"
        ? isTexts(value) || (isObject(value) && Object.values(value).every(isTexts))
        : isMark(value) ||
          (isObject(value) &&
            Object.values(value).every(
              (block) => isMark(block) || (isObject(block) && Object.values(block).every(isTexts)),
            )),
    )
  );
}

/** Merges documents: a statement replaces an earlier one with the same `Sid`. */
function merged(documents: readonly unknown[]): unknown {
  let statements: unknown[] = [];
  const versions: string[] = [];
  for (const document of documents) {
    if (!isObject(document)) {
      // Whatever it is, it leaves alone what has no Sid.
      statements = [
        ...statements.map((statement) => (memberOf(statement, "Sid") === undefined ? statement : document)),
        document,
      ];
      continue;
    }
    versions.push(...(typeof document.Version === "string" ? [document.Version] : []));
    for (const statement of asList(document.Statement)) {
      const sid = memberOf(statement, "Sid");
      const at =
        sid === undefined || sid === ""
          ? -1
          : statements.findIndex((other) => memberOf(other, "Sid") === sid);
      const isOpen = isMark(statement) || isMark(sid);
      statements = isOpen
        ? [
            ...statements.map((other) => (memberOf(other, "Sid") === undefined ? other : statement)),
            statement,
          ]
        : at < 0
          ? [...statements, statement]
          : statements.with(at, statement);
    }
  }
  const version = versions.sort().at(-1);
  const isOpen = version !== "2012-10-17" && !documents.every(isObject);
  return { Version: isOpen ? unknownMark(OPEN_VALUES.merged()) : version, Statement: statements };
}
