import { PATHS_OF_ONE_ACTION } from "./dangerous-actions";
import { CHECKED, type EscalationPath, hackTricks, needs, PATHFINDING, reference } from "./escalation-path";
import { PASS_ROLE_PATHS } from "./pass-role-paths";

/** A path that takes over the role of something that exists. */
function takeOver(id: string, actions: readonly string[], what: string, page: string): EscalationPath {
  return {
    id,
    needs: needs("several", ...actions),
    gives: `It can run code as the role of ${what}.`,
    source: PATHFINDING + page,
    grade: "published",
    checked: CHECKED,
  };
}

/** Paths that take over what exists by several actions. */
const TAKE_OVER_PATHS: readonly EscalationPath[] = [
  takeOver(
    "execute-change-set",
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    "any stack",
    "cloudformation-005",
  ),
  takeOver(
    "modify-instance",
    ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    "any EC2 instance",
    "ec2-002",
  ),
  takeOver(
    "modify-launch-template",
    ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
    "any launch template",
    "ec2-004",
  ),
  takeOver(
    "change-notebook",
    [
      "sagemaker:CreateNotebookInstanceLifecycleConfig",
      "sagemaker:StopNotebookInstance",
      "sagemaker:UpdateNotebookInstance",
      "sagemaker:StartNotebookInstance",
    ],
    "any SageMaker notebook",
    "sagemaker-005",
  ),
  takeOver(
    "invoke-code-interpreter",
    ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
    "any code interpreter of Bedrock AgentCore",
    "bedrock-002",
  ),
  {
    id: "administer-cluster",
    needs: needs("several", "eks:CreateAccessEntry", "eks:AssociateAccessPolicy"),
    gives: "It can make itself an administrator of any EKS cluster, and run code as the roles of its pods.",
    source: reference("amazonelastickubernetesservice"),
    grade: "reference",
    checked: CHECKED,
  },
];

/** A path whose actions must be allowed on one resource, which may have a name. */
function onOne(
  id: string,
  sameResource: "role" | "user",
  actions: readonly string[],
  gives: string,
): EscalationPath {
  return {
    id,
    needs: needs("several", ...actions),
    gives,
    source: hackTricks("aws-iam-privesc"),
    grade: "published",
    checked: CHECKED,
    sameResource,
  };
}

const NEW_ROLE = "It can create a role that trusts it, and give that role AdministratorAccess.";
const OTHER_ROLE = "It can make another role trust it, and give that role AdministratorAccess.";
const USER = "It can make a user an administrator, and act as that user.";

/** Paths that make another identity powerful, and then act as it. The creator of a role chooses its trust. */
const PATHS_BY_ANOTHER_IDENTITY: readonly EscalationPath[] = [
  onOne("create-role-attach", "role", ["iam:CreateRole", "iam:AttachRolePolicy"], NEW_ROLE),
  onOne("create-role-put", "role", ["iam:CreateRole", "iam:PutRolePolicy"], NEW_ROLE),
  onOne("trust-and-attach", "role", ["iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy"], OTHER_ROLE),
  onOne("trust-and-put", "role", ["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"], OTHER_ROLE),
  ...["iam:AttachUserPolicy", "iam:PutUserPolicy"].flatMap((policy) =>
    ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"].map((entry) =>
      onOne(`${idOf(policy)}-and-${idOf(entry)}`, "user", [policy, entry], USER),
    ),
  ),
];

function idOf(action: string): string {
  return action
    .replace(/^iam:/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
}

/**
 * All paths, those that change IAM itself first.
 *
 * Grade: compared with all 65 paths of Datadog's pathfinding.cloud (Apache-2.0) at commit 84dd65c. Each is here, or in
 * {@link LEFT_OUT} with the reason; a test holds that. A row needs the actions that its page calls required, except that
 * `send-ssh-key` does without ec2:DescribeInstances, which only finds the ID of the instance. The other rows are of the pages that
 * they name; what is `inferred` passes a role to a service that documents that it acts with it.
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...PATHS_OF_ONE_ACTION,
  ...PATHS_BY_ANOTHER_IDENTITY,
  ...PASS_ROLE_PATHS,
  ...TAKE_OVER_PATHS,
];

/** Paths of the site that are not followed here, by their IDs there, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "iam-003": "iam:CreateAccessKey alone counts already, as iam-002.",
  "iam-007": "Only a user can give itself a policy of users. What is audited are roles.",
  "iam-008": "Only a user can attach a policy to itself as a user.",
  "iam-010": "Only a user is a member of a group.",
  "iam-011": "Only a user is a member of a group.",
  "iam-013": "Only a user can become a member of a group.",
  "iam-014": "iam:AttachRolePolicy on roles in general counts already, as iam-009.",
  "iam-015": "iam:CreateAccessKey alone counts already, as iam-002.",
  "iam-016": "iam:CreatePolicyVersion on policies in general counts already, as iam-001.",
  "iam-017": "iam:PutRolePolicy on roles in general counts already, as iam-005.",
  "iam-018": "iam:CreateAccessKey alone counts already, as iam-002.",
  "iam-019": "iam:UpdateAssumeRolePolicy alone counts already, as iam-012.",
  "iam-020": "iam:UpdateAssumeRolePolicy alone counts already, as iam-012.",
  "iam-021": "iam:UpdateAssumeRolePolicy alone counts already, as iam-012.",
  "ecs-001": "ecs-003 with a new cluster. Without ecs:CreateCluster it counts already.",
  "ecs-002": "ecs-004 with a new cluster. Without ecs:CreateCluster it counts already.",
  "lambda-004": "lambda:UpdateFunctionCode alone counts already, as lambda-003.",
  "lambda-005": "lambda:UpdateFunctionCode alone counts already, as lambda-003.",
  "sts-001": "sts:AssumeRole is followed from role to role instead.",
};
