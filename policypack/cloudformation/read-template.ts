import { createRequire } from "node:module";
import { nestsDeeperThan } from "azure-to-aws-federation/trust";
import type * as yaml from "yaml";
import { isObject } from "../resources/seen-resource";

/** A CloudFormation template that cannot be read. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/**
 * Reads a CloudFormation template in JSON or YAML. Short forms of intrinsic functions (`!Sub`) become long ones
 * (`{"Fn::Sub": …}`). A member that an object has twice is an error: it could be read in two ways.
 *
 * Source: AWS CloudFormation User Guide, "Template format" and "Intrinsic function reference".
 *
 * @throws {TemplateError} If it is no template.
 */
export function readTemplate(body: unknown): Record<string, unknown> {
  const template = typeof body === "string" ? parse(body) : body;
  if (!isObject(template)) {
    throw new TemplateError("is no object");
  }
  return template;
}

/** The parser is loaded when it is needed: most stacks have no templates, and a pack should start quickly. */
const load = createRequire(__filename);
let parser: typeof yaml | undefined;

/** Far more than any template has. */
const DEEPEST = 300;

function parse(text: string): unknown {
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new TemplateError(`is nested too deeply (at most ${DEEPEST} levels are read)`);
  }
  parser ??= load("yaml") as typeof yaml;
  const document = parser.parseDocument(text, { logLevel: "silent", uniqueKeys: true, merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new TemplateError(`cannot be read (${error.message.split("\n", 1)[0] ?? ""})`);
  }
  return valueOf(parser, document.contents, document);
}

function valueOf(lib: typeof yaml, node: unknown, document: yaml.Document): unknown {
  if (lib.isAlias(node)) {
    return valueOf(lib, node.resolve(document), document);
  }
  if (lib.isMap(node)) {
    return tagged(
      node.tag,
      Object.fromEntries(
        node.items.map(({ key, value }) => [
          String(valueOf(lib, key, document)),
          valueOf(lib, value, document),
        ]),
      ),
    );
  }
  if (lib.isSeq(node)) {
    return tagged(
      node.tag,
      node.items.map((item) => valueOf(lib, item, document)),
    );
  }
  return lib.isScalar(node) ? tagged(node.tag, node.value) : node;
}

/** Makes of a value with a tag such as `!Sub` an intrinsic function in its long form. */
function tagged(tag: string | undefined, value: unknown): unknown {
  if (tag?.startsWith("!") !== true || tag.startsWith("!!")) {
    return value;
  }
  const name = tag.slice(1);
  if (name === "Ref" || name === "Condition") {
    return { [name]: value };
  }
  if (name === "GetAtt" && typeof value === "string") {
    const dot = value.indexOf(".");
    return { "Fn::GetAtt": [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}
