import { isObject } from "../resources/seen-resource";
import { UNKNOWN } from "../resources/unknown";
import { getAttribute } from "./get-attribute";
import { refer, section, UNRESOLVED, type TemplateScope } from "./template-scope";

/**
 * Resolves the intrinsic functions in a part of a template, as far as that can be told from the template and the
 * stack's parameters. What cannot be told stays as it is written: an object in the place of a text, which no rule
 * takes for a pinned value.
 *
 * Source: AWS CloudFormation User Guide, "Intrinsic function reference".
 */
export function resolve(value: unknown, scope: TemplateScope): unknown {
  if (typeof value === "string") {
    return value.includes("{{resolve:") ? { "Fn::Resolve": value } : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) {
    return value;
  }
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    if (name === "Ref" && value.Ref === "AWS::NoValue") {
      return undefined;
    }
    const resolved = call(name, value[name], scope);
    return resolved === UNRESOLVED ? value : resolved;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, resolve(member, scope)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

function call(name: string, argument: unknown, scope: TemplateScope): unknown {
  switch (name) {
    case "Ref":
      return reference(argument, scope);
    case "Fn::GetAtt":
      return getAttribute(argument, scope, resolve);
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Join":
      return join(resolve(argument, scope));
    case "Fn::If":
      return choose(argument, scope);
    case "Fn::Select":
      return select(resolve(argument, scope));
    case "Fn::Split":
      return split(resolve(argument, scope));
    case "Fn::FindInMap":
      return findInMap(resolve(argument, scope), scope);
    default:
      return UNRESOLVED;
  }
}

/** What `Ref` gives: for an OpenID Connect provider its ARN. */
function reference(name: unknown, scope: TemplateScope): unknown {
  const resource = typeof name === "string" ? section(scope.template, "Resources")[name] : undefined;
  return isObject(resource) && resource.Type === "AWS::IAM::OIDCProvider"
    ? getAttribute([name, "Arn"], scope, resolve)
    : refer(name, scope);
}

function substitute(argument: unknown, scope: TemplateScope): unknown {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  if (typeof text !== "string" || !isObject(variables) || text.includes("{{resolve:")) {
    return UNRESOLVED;
  }
  let failed: unknown;
  const result = text.replace(/\$\{([^}]*)\}/g, (whole, inside: string) => {
    if (inside.startsWith("!")) {
      return `\${${inside.slice(1)}}`;
    }
    const value = Object.hasOwn(variables, inside)
      ? resolve(variables[inside], scope)
      : inside.includes(".")
        ? getAttribute(inside, scope, resolve)
        : reference(inside, scope);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return String(value);
    }
    failed ??= value === UNKNOWN ? UNKNOWN : UNRESOLVED;
    return whole;
  });
  return failed ?? result;
}

function join(argument: unknown): unknown {
  const [separator, items] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (typeof separator !== "string" || !Array.isArray(items)) {
    return items === UNKNOWN ? UNKNOWN : UNRESOLVED;
  }
  return items.includes(UNKNOWN)
    ? UNKNOWN
    : items.every((item) => typeof item === "string" || typeof item === "number")
      ? items.join(separator)
      : UNRESOLVED;
}

function choose(argument: unknown, scope: TemplateScope): unknown {
  const [condition, yes, no] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const outcome = typeof condition === "string" ? scope.conditions[condition] : undefined;
  return outcome === undefined ? UNRESOLVED : resolve(outcome ? yes : no, scope);
}

function select(argument: unknown): unknown {
  const [index, items] = Array.isArray(argument) ? (argument as unknown[]) : [];
  return Array.isArray(items)
    ? ((items as unknown[])[Number(index)] ?? UNRESOLVED)
    : items === UNKNOWN
      ? UNKNOWN
      : UNRESOLVED;
}

function split(argument: unknown): unknown {
  const [separator, text] = Array.isArray(argument) ? (argument as unknown[]) : [];
  return typeof separator === "string" && typeof text === "string"
    ? text.split(separator)
    : text === UNKNOWN
      ? UNKNOWN
      : UNRESOLVED;
}

function findInMap(argument: unknown, { template }: TemplateScope): unknown {
  const [map, first, second] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (first === UNKNOWN || second === UNKNOWN) {
    return UNKNOWN;
  }
  return (
    section(section(section(template, "Mappings"), String(map)), String(first))[String(second)] ?? UNRESOLVED
  );
}
