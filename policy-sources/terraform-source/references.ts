import { OPEN_VALUES } from "../../messages";
import { unknownMark } from "../../trust";
import { PlannedPolicyDocument } from "../terraform/planned-policy-document";
import { Expressions } from "./expressions";
import { type Body, memberOf, type TerraformFolder } from "./terraform-folder";

/** Neither opens nor closes a role, whatever it is. */
const ACCOUNT = "000000000000";

const PROVIDER = "aws_iam_openid_connect_provider";
const DOCUMENT = "aws_iam_policy_document";

/** What references within a folder of Terraform source give, as far as that can be told. */
export class TerraformReferences {
  readonly #folder: TerraformFolder;
  readonly #expressions = new Expressions((parts) => this.#resolve(parts));
  /** What is being resolved: values may refer to themselves. */
  readonly #resolving = new Set<string>();
  /** The variables of which the default was used. */
  readonly defaults = new Set<string>();

  constructor(folder: TerraformFolder) {
    this.#folder = folder;
  }

  /** The value of an argument; a mark stands for each part that is unknown. */
  valueOf(argument: unknown): Promise<unknown> {
    return this.#expressions.valueOf(argument);
  }

  /** The policy of an `aws_iam_policy_document`. */
  async policyOf(document: Body): Promise<unknown> {
    const { dynamic, ...own } = document;
    const value = await this.valueOf({ ...own, statement: statementsOf(own.statement) });
    const dynamicStatement = memberOf(dynamic, "statement") === undefined ? [] : [{}];
    const statements = [...listOf(memberOf(value, "statement")), ...dynamicStatement];
    const open = listOf(own.statement).map(openIn);
    const planned = new PlannedPolicyDocument(
      { ...(value as object), statement: statements },
      { statement: [...open, ...dynamicStatement.map(() => true)] },
      OPEN_VALUES.dynamic(),
    );
    return planned.policy() ?? unknownMark(OPEN_VALUES.merged());
  }

  async #resolve(parts: readonly string[]): Promise<unknown> {
    const name = parts.join(".");
    if (this.#resolving.has(name)) {
      return undefined;
    }
    this.#resolving.add(name);
    try {
      return await this.#reference(parts.filter((part) => !/^\d+$/.test(part)));
    } finally {
      this.#resolving.delete(name);
    }
  }

  async #reference([first = "", second = "", third = "", ...rest]: readonly string[]): Promise<unknown> {
    if (first === "local" && third === "") {
      return this.#known(this.#folder.local(second));
    }
    if (first === "var" && third === "") {
      const value = this.#folder.variable(second);
      if (value !== undefined) {
        this.defaults.add(second);
      }
      return this.#known(value);
    }
    if (first === "data") {
      return this.#data(second, third, rest);
    }
    return first === PROVIDER && rest.length === 0
      ? this.#provider(this.#folder.block("resource", PROVIDER, second), third)
      : undefined;
  }

  #known(argument: unknown): Promise<unknown> | undefined {
    return argument === undefined ? undefined : this.valueOf(argument);
  }

  async #data(type: string, name: string, [attribute = "", ...rest]: readonly string[]): Promise<unknown> {
    if (rest.length > 0) {
      return undefined;
    }
    const block = this.#folder.block("data", type, name);
    switch (`${type}.${attribute}`) {
      case "aws_caller_identity.account_id":
        return ACCOUNT;
      case "aws_partition.partition":
        return "aws";
      case `${DOCUMENT}.json`:
      case `${DOCUMENT}.minified_json`:
        return block === undefined ? undefined : JSON.stringify(await this.policyOf(block));
      default:
        return type === PROVIDER ? this.#provider(block, attribute) : undefined;
    }
  }

  /** Attributes of a provider. IAM returns its URL without the scheme. */
  async #provider(block: Body | undefined, attribute: string): Promise<unknown> {
    const url = await this.#known(block?.url);
    if (typeof url !== "string") {
      return undefined;
    }
    const name = url.replace(/^https:\/\//, "");
    return attribute === "arn"
      ? `arn:aws:iam::${ACCOUNT}:oidc-provider/${name}`
      : attribute === "url"
        ? name
        : undefined;
  }
}

/** Statements without their dynamic blocks, which would be evaluated as arguments. */
function statementsOf(statements: unknown): unknown {
  return Array.isArray(statements)
    ? statements.map((statement: unknown) =>
        typeof statement === "object" && statement !== null ? { ...statement, dynamic: null } : statement,
      )
    : statements;
}

/** What dynamic blocks give in a statement: `{"condition": true}`. */
function openIn(statement: unknown): unknown {
  const dynamic = memberOf(statement, "dynamic");
  return Object.fromEntries(
    ["condition", "principals", "not_principals"]
      .filter((name) => memberOf(dynamic, name) !== undefined)
      .map((name) => [name, true]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
