export { parametersOf, withOverrides } from "./cloudformation/stack-parameters";
export { stackView, type StackParameters } from "./cloudformation/stack-view";
export { TRUST_POLICY } from "./cloudformation/template-view";
export { type TemplateElsewhere } from "./cloudformation/templates-elsewhere";
export { mayHaveRole } from "./role-shapes";
export { type Held, type HeldResource } from "./held";
export { heldInResource, heldInTemplate, type ViewOf, walkFrom } from "./held-in-resource";
export { createsInstances, isInstanceOf, overridesOf } from "./stack-set-instances";
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
export { pulumiCarrier, type PolicyCarrier } from "./policy-carriers";
export {
  type FoundPolicies,
  type FoundPolicy,
  idOf,
  type LastUse,
  type PolicySource,
  roleNameOf,
} from "./policy-source";
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
