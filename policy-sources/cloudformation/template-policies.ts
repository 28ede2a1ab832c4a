import { GAPS, UNREAD } from "../../messages";
import { grouped, isMark, isObject, unknownMark } from "../../trust";
import { type FoundPolicies, type FoundPolicy, idOf, type PolicySource } from "../policy-source";
import { parseSource } from "../positions/source";
import type { Path } from "../positions/source-node";
import { roleShapes } from "../role-shapes";
import { UnreadableError } from "../unreadable";
import { fileView, type TemplateParameters } from "./file-view";
import { groupOverrides, parametersOf, withOverrides } from "./stack-parameters";
import type { StackParameters } from "./stack-view";
import { providersIn } from "./template-providers";
import { templateContent, type TemplateResource } from "./template-resources";
import { ownMember, TRUST_POLICY } from "./template-view";
import { DEEPEST_TEMPLATE, holdsTemplate } from "./templates-elsewhere";

/** A CloudFormation template, as JSON or YAML. */
export const cloudFormation: PolicySource = {
  code: "cloudformation-template",
  name: "a CloudFormation template",
  yaml: true,
  recognizes: isTemplate,
  find: (value) => findInTemplate(isObject(value) ? value : {}),
};

/** Whether a value looks like a template. */
export function isTemplate(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isObject(value.Resources) &&
    (Object.hasOwn(value, "AWSTemplateFormatVersion") ||
      Object.hasOwn(value, "Transform") ||
      Object.entries(value.Resources).some(([name, item]) => isResource(item) || name.startsWith("Fn::")))
  );
}

/** Whether a value looks like a resource of a template. */
export function isResource(value: unknown): value is Record<string, unknown> {
  const type = ownMember(value, "Type");
  return typeof type === "string" && /^\w+::\w+/.test(type);
}

/** Types of resources that have a trust policy, and roles that AWS creates for them. */
const ROLES = new Set(["AWS::IAM::Role", "AWS::Serverless::Function"]);

/**
 * Whether a resource is judged as a role: by its type, or because it has the property of one. Only a role's own
 * properties can hide a trust policy if they are unknown.
 */
export function isRole({ type, properties }: Pick<TemplateResource, "type" | "properties">): boolean {
  return ROLES.has(type) || Object.hasOwn(properties, TRUST_POLICY);
}

/** Finds the trust policies of a template's roles, and of the stacks with a template in them. */
export function findInTemplate(
  template: Record<string, unknown>,
  parameters?: TemplateParameters,
  depth = 0,
): FoundPolicies {
  const view = fileView(parameters);
  const { resources, unread, transforms, elsewhere } = templateContent(template, view);
  const byPlace = grouped(resources, ({ path, logicalId }) => JSON.stringify([logicalId, path]));
  const found = [...byPlace.values()].map((outcomes) => findInOutcomes(outcomes, depth));
  return {
    documents: [
      ...transforms.map(({ name, member }) => {
        const why = UNREAD.transform(name);
        return { ...unreadable("(roles of a transform)", "transform", [member], why), id: [member, name] };
      }),
      ...unread.map(({ logicalId, what, path }) => unreadable(logicalId, "resource", path, what)),
      ...found.flatMap(({ documents }) => documents),
    ],
    notSeen: [
      ...elsewhere.map(({ logicalId, type }) => GAPS.template(`${logicalId} (${type})`)),
      ...found.flatMap(({ notSeen }) => notSeen),
    ],
    providers: providersIn(resources),
  };
}

function findInResource(resource: TemplateResource, depth: number): FoundPolicies {
  const { logicalId, type, properties, untold, path, conditions } = resource;
  if (isRole(resource)) {
    const document = untold ?? properties[TRUST_POLICY];
    const embedded = (typeof document === "string" && !isMark(document)) || resource.isMerged;
    const found = {
      ...inOutcome(logicalId, conditions),
      kind: type,
      document,
      place: logicalId,
      path: [...path, TRUST_POLICY],
      embedded,
    };
    return { documents: document === undefined && type !== "AWS::IAM::Role" ? [] : [found], notSeen: [] };
  }
  if (!holdsTemplate(type)) {
    return findByShape(resource, depth);
  }
  const body = untold ?? properties.TemplateBody ?? undefined;
  if (body === undefined) {
    return NOTHING;
  }
  const place = [...path, "TemplateBody"];
  const parameters = parametersOf(properties.Parameters);
  return type.endsWith("::StackSet")
    ? findInStackSet(
        body,
        logicalId,
        place,
        parameters,
        groupOverrides(properties.StackInstancesGroup),
        depth + 1,
      )
    : findInText(body, logicalId, place, typeof parameters === "string" ? undefined : parameters, depth + 1);
}

const NOTHING: FoundPolicies = { documents: [], notSeen: [] };

/**
 * Trust policies in a resource that is no role itself, by the names of its properties: in the call of a custom resource, the
 * steps of a state machine, or a Kubernetes manifest.
 */
function findByShape({ logicalId, type, properties, path }: TemplateResource, depth: number): FoundPolicies {
  const shapes = roleShapes(type, properties);
  const found = shapes.map((shape): FoundPolicies => {
    const role = shapes.length > 1 ? `${logicalId} ${shape.place}` : logicalId;
    const at = [...path, ...shape.path];
    switch (shape.holds) {
      case "policy": {
        const embedded = shape.inText || typeof shape.document !== "object";
        const document = { role, kind: type, document: shape.document, place: role, path: at, embedded };
        return { documents: [document], notSeen: [] };
      }
      case "template":
        return findInText(shape.body, role, at, undefined, depth + 1);
      case "unread":
        return { documents: [unreadable(role, type, at, shape.what)], notSeen: [] };
      case "elsewhere":
        // The template lists its resources of this kind.
        return NOTHING;
    }
  });
  return {
    documents: found.flatMap(({ documents }) => documents),
    notSeen: found.flatMap(({ notSeen }) => notSeen),
  };
}

/** The name of a role, with how conditions turn out: `Reader (with IsProd)`, `Reader (without IsProd)`. */
function inOutcome(
  logicalId: string,
  conditions: Readonly<Record<string, boolean>>,
): Pick<FoundPolicy, "role" | "id" | "variant"> {
  const outcomes = Object.entries(conditions);
  const words = outcomes.map(([name, holds]) => `${holds ? "with" : "without"} ${name}`);
  return words.length === 0
    ? { role: logicalId }
    : { role: `${logicalId} (${words.join(", ")})`, id: [logicalId], variant: outcomes.flat() };
}

/** Finds the trust policies of one resource: once where it is the same in all ways in which conditions turn out. */
function findInOutcomes(outcomes: readonly TemplateResource[], depth: number): FoundPolicies {
  const distinct = new Map<string, TemplateResource>();
  for (const outcome of outcomes) {
    const content = JSON.stringify([outcome.properties, outcome.untold]);
    distinct.set(content, distinct.get(content) ?? outcome);
  }
  const [only, ...others] = distinct.values();
  const resources =
    only !== undefined && others.length === 0 ? [{ ...only, conditions: {} }] : [...distinct.values()];
  const found = resources.map((resource) => findInResource(resource, depth));
  return {
    documents: found.flatMap(({ documents }) => documents),
    notSeen: [...new Set(found.flatMap(({ notSeen }) => notSeen))],
  };
}

/**
 * Finds the trust policies in a template that is itself a value of a file.
 *
 * @param body - The template as a text or an object; `undefined` if it lies elsewhere.
 * @param within - What holds it.
 * @param parameters - What the stack gives to it, if that is seen.
 */
export function findInText(
  body: unknown,
  within: string,
  path: Path,
  parameters?: TemplateParameters,
  depth = 0,
): FoundPolicies {
  if (body === undefined) {
    return { documents: [], notSeen: [GAPS.template(within)] };
  }
  const content = typeof body === "string" && !isMark(body) ? parsedTemplate(body) : body;
  if (!isTemplate(content) || depth > DEEPEST_TEMPLATE) {
    const whole = unreadable(within, "template", path, UNREAD.template());
    return { documents: [isMark(body) ? { ...whole, document: body } : whole], notSeen: [] };
  }
  const { documents, notSeen, providers = [] } = findInTemplate(content, parameters, depth);
  return {
    documents: documents.map((document) => ({
      ...document,
      role: `${within}/${document.role}`,
      id: [within, ...idOf(document)],
      place: document.place ?? document.role,
      path,
      embedded: true,
      providers: document.providers ?? providers,
    })),
    notSeen: notSeen.map((sentence) => `${within}/${sentence}`),
    providers,
  };
}

function parsedTemplate(text: string): unknown {
  try {
    const { value, repeated } = parseSource(text);
    return repeated === undefined ? value : undefined;
  } catch (error) {
    if (error instanceof UnreadableError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Finds the trust policies in the template of a stack set. An instance can override each parameter, so the template is
 * read with the stack set's own values, with those of each known instance, and with unknown ones. A policy that is the
 * same each time is listed once.
 */
export function findInStackSet(
  body: unknown,
  within: string,
  path: Path,
  parameters: StackParameters,
  overrides: readonly StackParameters[],
  depth = 0,
): FoundPolicies {
  const readings: [suffix: string, variant: string, parameters: StackParameters | undefined][] = [
    ["", "", parameters],
    ...overrides.map((own): [string, string, StackParameters] => [
      " (with the parameters of an instance)",
      "instance",
      withOverrides(parameters, own),
    ]),
    [" (as an instance can override it)", "overridden", undefined],
  ];
  const seen = new Set<string>();
  const documents: FoundPolicy[] = [];
  const [base] = readings.map(([suffix, variant, own]) => {
    const found = findInText(body, within, path, typeof own === "string" ? undefined : own, depth);
    for (const document of found.documents) {
      const key = JSON.stringify([document.place, document.kind, document.document]);
      if (!seen.has(key)) {
        seen.add(key);
        documents.push(
          suffix === ""
            ? document
            : {
                ...document,
                role: document.role + suffix,
                id: idOf(document),
                variant: [...(document.variant ?? []), variant],
              },
        );
      }
    }
    return found;
  });
  // Its providers are those of other accounts: each role here has them, but no role beside the stack set.
  return { documents, notSeen: base?.notSeen ?? [] };
}

/** Stands for roles that may be there and cannot be read. */
function unreadable(role: string, kind: string, path: Path, why: string): FoundPolicy {
  return { role, kind, document: unknownMark(why), path, embedded: false };
}
