import { GAPS } from "../../messages/judged-files";
import { hasMark, isObject, unknownMark } from "../../trust";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import type { Path } from "../positions/source-node";
import { fileView } from "./file-view";
import { findInTemplate } from "./template-policies";
import { TemplateValues } from "./template-values";
import { ownMember, section, TRUST_POLICY } from "./template-view";

/**
 * The configuration of a service of the Serverless Framework: `serverless.yml`. Its own roles trust AWS's services.
 * Roles for others are CloudFormation resources within it.
 *
 * Source: Serverless Framework, "AWS Infrastructure Resources" and "Variables".
 */
export const serverlessFramework: PolicySource = {
  code: "serverless-framework",
  name: "a service of the Serverless Framework",
  yaml: true,
  recognizes: (value) =>
    isObject(value) &&
    ["string", "object"].includes(typeof ownMember(value, "service")) &&
    ["string", "object"].includes(typeof ownMember(value, "provider")),
  find: (value) => {
    const { resources, ...others } = withVariables(isObject(value) ? value : {});
    const found = (Array.isArray(resources) ? resources : [resources]).flatMap((part: unknown, index) =>
      part === undefined
        ? []
        : [findInPart(part, ["resources", ...(Array.isArray(resources) ? [index] : [])])],
    );
    return {
      documents: [...found.flatMap(({ documents }) => documents), ...findByShape(others, [])],
      notSeen: found.flatMap(({ notSeen }) => notSeen),
      providers: found.flatMap(({ providers = [] }) => providers),
    };
  },
};

/** Finds the trust policies in one of the templates that become the stack of the service. */
function findInPart(part: unknown, path: Path): FoundPolicies {
  const resources = ownMember(part, "Resources");
  const unseen: string[] = [];
  if (!isObject(part) || hasMark(resources)) {
    unseen.push(GAPS.resources(path.join(".")));
  }
  const template = isObject(part) ? part : {};
  const found = findInTemplate(template);
  // Members of a resource that the framework itself makes, such as the role of all functions.
  const extensions = findByShape(section(template, "extensions"), ["extensions"]);
  return {
    ...found,
    documents: [...found.documents, ...extensions].map((document) => ({
      ...document,
      path: [...path, ...document.path],
    })),
    notSeen: [...unseen, ...found.notSeen],
  };
}

/** Finds trust policies by the name of their property, at any depth. */
function findByShape(value: unknown, path: Path): FoundPolicy[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => findByShape(item, [...path, index]));
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const own = [...path, name];
    return name === TRUST_POLICY
      ? [
          {
            role: path.join("."),
            kind: TRUST_POLICY,
            document: new TemplateValues({}, fileView()).resolve(member),
            path: own,
            embedded: typeof member === "string",
          },
        ]
      : findByShape(member, own);
  });
}

/** A value with a mark in place of each variable that the framework replaces. */
function withVariables(value: Record<string, unknown>): Record<string, unknown>;
function withVariables(value: unknown): unknown;
function withVariables(value: unknown): unknown {
  if (typeof value === "string") {
    return withoutVariables(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withVariables(item));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [withoutVariables(name), withVariables(member)]),
      )
    : value;
}

/** A variable names its source before a colon or in front of parentheses. `${AWS::Region}` is CloudFormation's. */
const VARIABLE = /^\s*[A-Za-z][\w-]*\s*(\(|:(?!:))/;

function withoutVariables(text: string): string {
  let whole = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("${", at);
    if (start < 0) {
      return whole + text.slice(at);
    }
    const end = endOf(text, start);
    const inner = text.slice(start + 2, end - 1);
    const isVariable = VARIABLE.test(inner) || inner.includes("${");
    whole +=
      text.slice(at, start) + (isVariable ? unknownMark(text.slice(start, end)) : text.slice(start, end));
    at = end;
  }
}

/** The end of a variable, with the variables in it. One without an end goes to the end of the text. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("${", at)) {
      depth++;
    } else if (text[at] === "}" && --depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}
