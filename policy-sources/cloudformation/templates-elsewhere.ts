import { isObject } from "../../trust";

/** A resource that creates resources from a template that is not part of its own. */
export interface TemplateElsewhere {
  readonly logicalId: string;
  readonly type: string;
}

/** Types that create resources from a template or an application that they name. */
const BY_NAME = new Set([
  "AWS::Serverless::Application",
  "AWS::ServiceCatalog::CloudFormationProduct",
  "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
]);

/** Types that have a template as text, or its URL. */
const WITH_TEMPLATE = new Set(["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"]);

/**
 * How many templates within one another are read. Each stack set is read several times, so the work grows with the
 * depth.
 */
export const DEEPEST_TEMPLATE = 4;

/** Whether a type has its template as the property `TemplateBody`. */
export function holdsTemplate(type: string): boolean {
  return WITH_TEMPLATE.has(type);
}

/**
 * Whether a resource creates others from a template that its own template does not hold. A custom resource counts if
 * its type or one of its properties speaks of stacks or templates: its code can do anything.
 */
export function hasTemplateElsewhere(type: string, properties: unknown): boolean {
  if (BY_NAME.has(type) || type.endsWith("::MODULE")) {
    return true;
  }
  if (WITH_TEMPLATE.has(type)) {
    return isObject(properties) && (properties.TemplateBody ?? undefined) === undefined;
  }
  const isCustom = type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
  const names = [type, ...(isObject(properties) ? Object.keys(properties) : [])];
  return isCustom && names.some((name) => /stack(?!id|name|arn)|template(url|body)/i.test(name));
}
