export { readTemplate } from "./read-template";
export { TemplateError } from "./template-error";
export { templateContent, type TemplateContent, type TemplateResource } from "./template-resources";
export { describeCall, type IntrinsicCall, type TemplateView } from "./template-view";
export { parseTemplateYaml, type YamlContent } from "./template-yaml";
export type { TextMember, TextNode, TextRange } from "./text-node";
