export { readTemplate } from "./cloudformation/read-template";
export { groupOverrides, parametersOf, withOverrides } from "./cloudformation/stack-parameters";
export { stackView, type StackParameters } from "./cloudformation/stack-view";
export { TemplateError } from "./unreadable";
export {
  templateContent,
  type TemplateContent,
  type TemplateResource,
} from "./cloudformation/template-resources";
export { TRUST_POLICY } from "./cloudformation/template-view";
export { type DesiredState, desiredState, isStackType } from "./desired-state";
export { mayHaveRole, type RoleShape, roleShapes } from "./role-shapes";
export { shapedRole } from "./shaped-role";
export {
  DEEPEST_TEMPLATE,
  holdsTemplate,
  type TemplateElsewhere,
} from "./cloudformation/templates-elsewhere";
export {
  awsProviderOf,
  createdProviders,
  type FoundProvider,
  foundProvider,
  type PossibleProvider,
  possibleProviders,
} from "./found-provider";
export { withoutForgedMarks } from "./forged-marks";
export { hasPlaceholder } from "./placeholders";
export { isRole } from "./held-in-resource";
export { pulumiCarrier, type PolicyCarrier } from "./policy-carriers";
export { type FoundPolicies, type FoundPolicy, idOf, type LastUse, type PolicySource } from "./policy-source";
export { accountOf } from "./iam-api/account-of";
export { defaultVersion, PAGE_MEMBERS, policyDocument, ROLE_LISTS, saysMore } from "./iam-api/iam-answer";
export { Lines, type Position } from "./positions/lines";
export { jsonNodes } from "./positions/json-nodes";
export { parseSource, type Source } from "./positions/source";
export { rangeOf, type Path } from "./positions/source-node";
export type { TextMember, TextNode, TextRange } from "./positions/text-node";
export { knownClaims } from "./known-claims";
export { readPulumiState, type StateResource } from "./pulumi-state/read-state";
export { openClaims } from "./pulumi-state/open-claims";
export { type FoundSubject, mayHaveOwnIdentity, subjectsInState } from "./pulumi-state/subjects-in-state";
export { recognize } from "./recognize";
export { type SourceTree } from "./terraform-source/source-tree";
export { type FolderFile } from "./terraform-source/terraform-folder";
export { readTerraformSource } from "./terraform-source/terraform-source";
export { demandShallow, UnreadableError } from "./unreadable";
