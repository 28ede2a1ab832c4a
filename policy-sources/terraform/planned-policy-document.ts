import { OPEN_VALUES } from "../../messages/judged-files";
import { isMark, isObject, itemsOf, unknownMark } from "../../trust";

/** A value of a plan and, in the same shape, which parts of it are known after apply only (`true`). */
interface Planned {
  readonly value: unknown;
  readonly open: unknown;
}

/** Arguments that bring in other documents: what they hold is not among the statements. */
const OTHER_DOCUMENTS = [
  "source_policy_documents",
  "override_policy_documents",
  "source_json",
  "override_json",
];

/**
 * An `aws_iam_policy_document` that a plan reads during apply, with marks for what is known only then.
 *
 * Source: Terraform AWS provider, "aws_iam_policy_document".
 */
export class PlannedPolicyDocument {
  readonly #planned: Planned;
  readonly #why: string;

  /**
   * @param after - The data source's arguments.
   * @param afterUnknown - In the same shape, `true` for what is known after apply only.
   * @param why - Why that is not known.
   */
  constructor(after: unknown, afterUnknown: unknown, why = OPEN_VALUES.afterApply()) {
    this.#planned = { value: after, open: afterUnknown };
    this.#why = why;
  }

  /** The document as a policy; `undefined` if other documents are merged into it. */
  policy(): unknown {
    if (
      !isObject(this.#planned.value) ||
      OTHER_DOCUMENTS.some((name) => this.#read(this.#planned, name) !== undefined)
    ) {
      return undefined;
    }
    return {
      Version: this.#read(this.#planned, "version") ?? "2012-10-17",
      Statement: this.#blocks(this.#planned, "statement", (statement) =>
        isMark(statement.value) ? statement.value : this.#statement(statement),
      ),
    };
  }

  #statement(statement: Planned): unknown {
    const members = {
      Sid: this.#read(statement, "sid"),
      Effect: this.#read(statement, "effect") ?? "Allow",
      Action: this.#read(statement, "actions"),
      NotAction: this.#read(statement, "not_actions"),
      Principal: this.#principal(statement, "principals"),
      NotPrincipal: this.#principal(statement, "not_principals"),
      Condition: this.#condition(statement),
    };
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  }

  #principal(statement: Planned, name: string): unknown {
    const pairs = this.#blocks(statement, name, (block): [string, unknown] => [
      this.#name(block, "type"),
      this.#read(block, "identifiers", policyText) ?? [],
    ]);
    if (typeof pairs === "string" || pairs.length === 0) {
      return typeof pairs === "string" ? pairs : undefined;
    }
    return pairs.some(([type]) => type === "*") ? "*" : together(pairs);
  }

  #condition(statement: Planned): unknown {
    const blocks = this.#blocks(statement, "condition", (block): [string, [string, unknown]] => [
      this.#name(block, "test"),
      [this.#name(block, "variable"), this.#read(block, "values", policyText) ?? []],
    ]);
    if (typeof blocks === "string" || blocks.length === 0) {
      return typeof blocks === "string" ? blocks : undefined;
    }
    const tests = [...new Set(blocks.map(([test]) => test))];
    return Object.fromEntries(
      tests.map((test) => [test, together(blocks.filter(([own]) => own === test).map(([, pair]) => pair))]),
    );
  }

  /** The blocks of a name; a mark if not even their number is known. */
  #blocks<T>(planned: Planned, name: string, read: (block: Planned) => T): T[] | string {
    const { value, open } = member(planned, name);
    if (isMark(value)) {
      return value;
    }
    return open === true
      ? this.#mark(name)
      : itemsOf(value).map((item, index) => read({ value: item, open: itemsOf(open)[index] }));
  }

  /** An argument, with marks; `undefined` if it is not given. */
  #read(planned: Planned, name: string, written: (value: unknown) => unknown = (value) => value): unknown {
    const { value, open } = member(planned, name);
    if (open === true) {
      return this.#mark(name);
    }
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index) =>
        itemsOf(open)[index] === true ? this.#mark(name) : written(item),
      );
      return items.length === 0 ? undefined : items;
    }
    return value === null || value === "" ? undefined : written(value);
  }

  #name(planned: Planned, name: string): string {
    const value = this.#read(planned, name);
    return typeof value === "string" ? value : "";
  }

  #mark(name: string): string {
    return unknownMark(`${name}, ${this.#why}`);
  }
}

function member({ value, open }: Planned, name: string): Planned {
  return {
    value: isObject(value) ? value[name] : undefined,
    open: isObject(open) ? open[name] : open === true,
  };
}

/** Puts what has the same name together: the provider makes one list of the values. */
function together(pairs: readonly (readonly [name: string, values: unknown])[]): Record<string, unknown> {
  const names = [...new Set(pairs.map(([name]) => name))];
  const valuesOf = (name: string): unknown[] =>
    pairs.filter(([own]) => own === name).flatMap(([, values]) => values);
  return Object.fromEntries(names.map((name) => [name, valuesOf(name)]));
}

/**
 * Identifiers and values are strings. In them the document writes policy variables as `&{aws:username}`, since Terraform's own
 * begin with a dollar sign.
 */
function policyText(value: unknown): unknown {
  return typeof value === "string"
    ? value.replaceAll("&{", "${")
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : value;
}
