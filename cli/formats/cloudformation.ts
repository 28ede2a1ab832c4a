import { isObject } from "../../trust/json-object";
import { isMark, type NotKnown } from "../judgement/not-known";
import { UnreadableError } from "../input/unreadable";
import { parseSource } from "../source/source";
import type { Path } from "../source/source-node";
import { TemplateValues } from "./cloudformation-values";
import type { Findings, Format, TrustDocument } from "./format";

/** A CloudFormation template, as JSON or YAML. */
export const cloudFormation: Format = {
  name: "a CloudFormation template",
  yaml: true,
  recognises: isTemplate,
  find: findInTemplate,
};

/** Resources with a trust policy, all under the same property. */
const ROLES = new Set(["AWS::IAM::Role", "AWS::Serverless::Function"]);

/** Transforms that add no role for OpenID Connect identities and change none. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)/;

function isTemplate(value: unknown): boolean {
  return (
    isObject(value) &&
    isObject(value.Resources) &&
    ("AWSTemplateFormatVersion" in value ||
      Object.values(value.Resources).some(
        (resource) => isObject(resource) && typeof resource.Type === "string",
      ))
  );
}

/** Finds the trust policies of a template's roles, and of stack sets with a template in them. */
function findInTemplate(template: unknown, notKnown: NotKnown): Findings {
  const content = isObject(template) ? template : {};
  const resources = isObject(content.Resources) ? content.Resources : {};
  const values = new TemplateValues(resources, notKnown);
  const documents = [...ofTransforms(content, notKnown), ...ofGlobals(content, values)];
  const notSeen: string[] = [];
  for (const [id, resource] of Object.entries(resources)) {
    const path = ["Resources", id];
    const { Type, Properties } = isObject(resource) ? resource : {};
    if (typeof Type !== "string") {
      documents.push(unreadable(id, "resource", path, "a resource without a literal Type", notKnown));
    } else if (ROLES.has(Type)) {
      documents.push(...roleIn(id, Type, Properties, [...path, "Properties"], values));
    } else if (Type === "AWS::CloudFormation::StackSet") {
      const body = values.property(Properties, "TemplateBody");
      const inner = findInText(body, id, [...path, "Properties", "TemplateBody"], notKnown);
      documents.push(...inner.documents);
      notSeen.push(...inner.notSeen);
    } else if (Type === "AWS::CloudFormation::Stack" || Type.endsWith("::MODULE")) {
      notSeen.push(`${id} (${Type}): its template is not part of this file.`);
    }
  }
  return { documents, notSeen };
}

/** A transform runs before the template is used and may do anything to it. */
function ofTransforms(template: Record<string, unknown>, notKnown: NotKnown): TrustDocument[] {
  return ["Transform", "Fn::Transform"].flatMap((member) =>
    [template[member]]
      .flat()
      .filter((it) => it !== undefined && !(typeof it === "string" && KNOWN_TRANSFORMS.test(it)))
      .map((it) => {
        const name = typeof it === "string" ? it : JSON.stringify(it);
        const why = `what the transform ${name} adds or changes`;
        return unreadable("(roles of a transform)", "transform", [member], why, notKnown);
      }),
  );
}

/** What SAM gives to every function. Source: AWS SAM, "Globals section of the AWS SAM template". */
function ofGlobals({ Globals }: Record<string, unknown>, values: TemplateValues): TrustDocument[] {
  const properties = isObject(Globals) ? Globals.Function : undefined;
  return roleIn("(every function)", "AWS::Serverless::Function", properties, ["Globals", "Function"], values);
}

function roleIn(
  role: string,
  kind: string,
  properties: unknown,
  path: Path,
  values: TemplateValues,
): TrustDocument[] {
  const name = "AssumeRolePolicyDocument";
  const document = values.property(properties, name);
  if (document === undefined && kind !== "AWS::IAM::Role") {
    return [];
  }
  const embedded = typeof document === "string" && !isMark(document);
  return [{ role, kind, document, path: [...path, name], embedded }];
}

/**
 * Finds the trust policies in a template that is itself a value of a file.
 *
 * @param body - The template as a text or an object; `undefined` if it lies elsewhere.
 * @param within - What holds it.
 */
export function findInText(body: unknown, within: string, path: Path, notKnown: NotKnown): Findings {
  if (body === undefined) {
    return { documents: [], notSeen: [`${within}: its template is not part of this file.`] };
  }
  const content = typeof body === "string" && !isMark(body) ? parsedTemplate(body) : body;
  if (!isTemplate(content)) {
    const whole = unreadable(within, "template", path, "a template that cannot be read", notKnown);
    return { documents: [isMark(body) ? { ...whole, document: body } : whole], notSeen: [] };
  }
  const { documents, notSeen } = findInTemplate(content, notKnown);
  return {
    documents: documents.map((document) => ({
      ...document,
      role: `${within}/${document.role}`,
      place: document.role,
      path,
      embedded: true,
    })),
    notSeen: notSeen.map((sentence) => `${within}/${sentence}`),
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

/** Stands for roles that may be there and cannot be read. */
function unreadable(role: string, kind: string, path: Path, why: string, notKnown: NotKnown): TrustDocument {
  return { role, kind, document: notKnown.mark(why), path, embedded: false };
}
