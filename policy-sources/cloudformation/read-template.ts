import { TEMPLATE_PROBLEMS } from "../../messages/judged-files";
import { isObject, nestsDeeperThan, repeatedMember } from "../../trust";
import { DEEPEST, parseTemplateYaml } from "../positions/template-yaml";
import { TemplateError } from "../unreadable";

/**
 * Reads a CloudFormation template: JSON or YAML text, or an object. A member that an object has twice is an error: it
 * could be read in two ways.
 *
 * @throws {TemplateError} If it is no template.
 */
export function readTemplate(body: unknown): Record<string, unknown> {
  const template = typeof body === "string" ? parse(body) : body;
  if (!isObject(template)) {
    throw new TemplateError(TEMPLATE_PROBLEMS.noObject());
  }
  return template;
}

function parse(text: string): unknown {
  // What reads a template goes into it as deep as it is.
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new TemplateError(TEMPLATE_PROBLEMS.tooDeep(DEEPEST));
  }
  if (!/^\s*\{/.test(text)) {
    return parseTemplateYaml(text).value;
  }
  let template: unknown;
  try {
    template = JSON.parse(text);
  } catch {
    // YAML has braces of its own.
    return parseTemplateYaml(text).value;
  }
  const repeated = repeatedMember(text, template);
  if (repeated !== undefined) {
    throw new TemplateError(TEMPLATE_PROBLEMS.memberTwice(repeated));
  }
  return template;
}
