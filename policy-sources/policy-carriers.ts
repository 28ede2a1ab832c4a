/** Where a resource type has a trust policy, or a template with roles in it. */
export interface PolicyCarrier {
  /**
   * `"policy"`: the trust policy itself. `"template"`: a CloudFormation template. `"desired-state"`: the properties of
   * a resource of any type, in CloudFormation's words.
   */
  readonly holds: "policy" | "template" | "desired-state";
  /** The property that has it. */
  readonly property: string;
  /** For `"desired-state"`: the property that has the resource's CloudFormation type. */
  readonly typeProperty?: string;
  /** For `"template"`: whether it is that of a stack set, whose instances can override its parameters. */
  readonly isStackSet?: true;
}

function desiredState(property: string, typeProperty: string): PolicyCarrier {
  return { holds: "desired-state", property, typeProperty };
}

/** By the type tokens of Pulumi's providers. */
const PULUMI: ReadonlyMap<string, PolicyCarrier> = new Map<string, PolicyCarrier>([
  ["aws:iam/role:Role", { holds: "policy", property: "assumeRolePolicy" }],
  ["aws-native:iam:Role", { holds: "policy", property: "assumeRolePolicyDocument" }],
  ["aws:cloudcontrol/resource:Resource", desiredState("desiredState", "typeName")],
  ["aws-native:index:ExtensionResource", desiredState("properties", "type")],
  ["aws:cloudformation/stack:Stack", { holds: "template", property: "templateBody" }],
  ["aws:cloudformation/stackSet:StackSet", { holds: "template", property: "templateBody", isStackSet: true }],
  ["aws-native:cloudformation:Stack", { holds: "template", property: "templateBody" }],
  ["aws-native:cloudformation:StackSet", { holds: "template", property: "templateBody", isStackSet: true }],
]);

/** By the types of Terraform's providers. */
const TERRAFORM: ReadonlyMap<string, PolicyCarrier> = new Map<string, PolicyCarrier>([
  ["aws_iam_role", { holds: "policy", property: "assume_role_policy" }],
  ["awscc_iam_role", { holds: "policy", property: "assume_role_policy_document" }],
  ["aws_cloudcontrolapi_resource", desiredState("desired_state", "type_name")],
  ["aws_cloudformation_stack", { holds: "template", property: "template_body" }],
  ["aws_cloudformation_stack_set", { holds: "template", property: "template_body" }],
  ["awscc_cloudformation_stack", { holds: "template", property: "template_body" }],
  ["awscc_cloudformation_stack_set", { holds: "template", property: "template_body" }],
]);

/** Where a resource of one of Pulumi's types has a trust policy; `undefined` for a type that has none. */
export function pulumiCarrier(type: string): PolicyCarrier | undefined {
  return PULUMI.get(type);
}

/** The same for one of Terraform's types. */
export function terraformCarrier(type: string): PolicyCarrier | undefined {
  return TERRAFORM.get(type);
}
