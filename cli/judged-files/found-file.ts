/** Decides by name and content which files of a folder judge parses, and which it skips. */
import path from "node:path";

/**
 * Words of which a file has at least one if a role, or a template with roles, can be in it. Looking for them is much faster
 * than parsing the many files of a repository that have none.
 */
const WORDS =
  /assume|statement|effect|aws::|custom::|::module|\biam\.|desiredstate|serverless|template_?-?(url|body)|format_version|resourceplans|"deployment"|%7b|!!binary/i;
/** Escapes by which JSON and YAML can write these words in another way. */
const ESCAPES = /\\(?:[uUx]|\r?\n)/;
/** The same for Terraform source. */
const TERRAFORM_WORDS = /assume|iam|role|policy|module|cloudformation|cloudcontrol|\\[uU]/i;

/** Whether a role, or a template with roles, can be in the text of a file. */
export function mayHaveRoles(text: string): boolean {
  return WORDS.test(text) || ESCAPES.test(text);
}

/** Whether a role can be in Terraform source. */
export function mayHaveTerraformRoles(text: string): boolean {
  return TERRAFORM_WORDS.test(text);
}

const DATA_NAME = /\.(json|jsonc|ya?ml|template|cfn)$/i;
const YAML_START =
  /^["']?(AWSTemplateFormatVersion|Resources|Statement|AssumeRolePolicyDocument|apiVersion)["']?\s*:/m;

/** Files that another program fills in. Its language can break that of the file. */
const TEMPLATE_NAME = /\.(j2|jinja2?|tpl|tftpl|tmpl|gotmpl|erb|mustache|hbs)$/i;

/** Whether a file of any name can be JSON or YAML. */
export function mayBeData(file: string, text: string): boolean {
  return startsLikeData(text) || DATA_NAME.test(file) || TEMPLATE_NAME.test(file);
}

/** Comments that JSON with comments can begin with. */
const COMMENTS = /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*/;

function startsLikeData(text: string): boolean {
  return /^([[{"]|%7b)/i.test(afterComments(text)) || YAML_START.test(text);
}

function afterComments(text: string): string {
  return text.slice(COMMENTS.exec(text)?.[0].length ?? 0);
}

/** Whether a file should be data, by its name or, if that says nothing, by its beginning. */
function shouldBeData(file: string, text: string): boolean {
  return DATA_NAME.test(file) || (path.extname(file) === "" && startsLikeData(text));
}

/** What a file that cannot be parsed has if a role may be in it. */
const ROLE_WORDS =
  /assume[_-]?role[_-]?policy|AWSTemplateFormatVersion|WebIdentity|"format_version"|AWS::IAM::Role\b/i;
/** The same in a template of a policy or a role, without scripts that call AWS. */
const ROLE_IN_TEMPLATE =
  /assume[_-]?role[_-]?policy|AWS::IAM::Role\b|["']?Principal["']?\s*:[^]*AssumeRole|AssumeRole[^]*["']?Principal["']?\s*:/i;
/** What programs that fill in templates replace. */
const TEMPLATED = /\{\{|\{%|<%/;

/** Whether a file is a CloudFormation template by its name, as the AWS CDK and others write it. */
export function isNamedTemplate(file: string): boolean {
  return /\.template\.(json|ya?ml)$/i.test(file);
}

/** Whether a file in the language of Terraform that another program reads, such as `terragrunt.hcl`, has a trust policy. */
export function isForeignHcl(file: string, text: string): boolean {
  return /\.hcl$/i.test(file) && /WebIdentity/i.test(text) && /Principal/i.test(text);
}

/** Whether a file with NUL characters can be data in UTF-16, by its name or its beginning. */
export function mayBeGarbledData(file: string, head: Uint8Array): boolean {
  return shouldBeData(file, Buffer.from(head).toString("latin1").replaceAll("\0", ""));
}

/** Whether bytes that are no text belong to a file that should be JSON or YAML, and that mentions a trust policy. */
export function isGarbledPolicy(file: string, bytes: Uint8Array): boolean {
  // Every second byte of UTF-16 is 0.
  const text = Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
  return shouldBeData(file, text) && ROLE_WORDS.test(text);
}

/**
 * What a file is that cannot be parsed: of a known kind and broken, a template of another program, an object in a language
 * such as JSON5, or something else.
 */
export function unparsedKind(
  file: string,
  text: string,
): "broken" | "template with a role" | "object with a role" | "other" {
  if (TEMPLATE_NAME.test(file)) {
    return ROLE_IN_TEMPLATE.test(text) ? "template with a role" : "other";
  }
  const hasRole = shouldBeData(file, text) && ROLE_WORDS.test(text);
  if (TEMPLATED.test(text)) {
    return hasRole ? "template with a role" : "other";
  }
  if (hasRole || isNamedTemplate(file)) {
    return "broken";
  }
  return afterComments(text).startsWith("{") && ROLE_IN_TEMPLATE.test(text) ? "object with a role" : "other";
}
