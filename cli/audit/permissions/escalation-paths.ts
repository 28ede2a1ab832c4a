/**
 * Documented ways from a permission to more permissions. A path counts if the role may do all of its actions.
 *
 * Grade: compared with all 65 paths of Datadog's pathfinding.cloud (Apache-2.0) at commit 84dd65c. Each is here, or in
 * {@link LEFT_OUT} with the reason; a test holds that. A row needs the actions that its page
 * calls required, except that `send-ssh-key` does without ec2:DescribeInstances, which only finds the ID of the instance.
 * `set-default-policy-version` and `delete-own-boundary` are of the other sources that they name.
 * Sources: pathfinding.cloud (each path links its page there, which names who documented it first); Rhino Security Labs, "AWS IAM
 * Privilege Escalation – Methods and Mitigation".
 */

/** On which resources an action must be allowed for the path to count. */
export type Target =
  /** On any: the action creates something. */
  | "any"
  /** On the role itself, or on roles in general. */
  | "own-role"
  /** On a customer managed policy that is attached to the role, or on policies in general. */
  | "own-policy"
  /** On more than named resources. Named roles are looked up for `iam:PassRole`, and for {@link KnownPath.ofNamedRoles}. */
  | "several";

/** An action that a path needs. */
export interface NeededAction {
  readonly action: string;
  readonly target: Target;
}

/** One path. */
export interface KnownPath {
  readonly id: string;
  readonly needs: readonly NeededAction[];
  /** The service that the role is passed to, if the path passes one. */
  readonly passedTo?: string;
  /** The services that assume it. Default: the one that it is passed to. */
  readonly assumedBy?: readonly string[];
  /** What it gives, in a sentence. */
  readonly gives: string;
  readonly source: string;
  /** Whether it counts only for a role that has a permissions boundary. */
  readonly ofBoundary?: true;
  /** Whether it counts too if its one action is allowed on a named role of the account that is powerful. */
  readonly ofNamedRoles?: true;
}

const SITE = "https://pathfinding.cloud/paths/";
const RHINO = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";

function needs(target: Target, ...actions: readonly string[]): readonly NeededAction[] {
  return actions.map((action) => ({ action, target }));
}

/** A path of one action that changes what the role itself may do. */
function self(id: string, action: string, target: Target, gives: string, page: string): KnownPath {
  return { id, needs: needs(target, action), gives, source: SITE + page };
}

/** A path that passes a role to a new resource of a service. */
function pass(id: string, service: string, actions: readonly string[], page: string): KnownPath {
  return {
    id,
    needs: [...needs("several", "iam:PassRole"), ...needs("any", ...actions)],
    passedTo: service,
    gives: `It can run code in ${service.split(".")[0] ?? service} with any role that trusts ${service}.`,
    source: SITE + page,
  };
}

/** A path that takes over the role of something that exists. */
function takeOver(id: string, actions: readonly string[], what: string, page: string): KnownPath {
  return {
    id,
    needs: needs("several", ...actions),
    gives: `It can run code as the role of ${what}.`,
    source: SITE + page,
  };
}

/** All paths, those that change IAM itself first. */
export const ESCALATION_PATHS: readonly KnownPath[] = [
  self(
    "create-policy-version",
    "iam:CreatePolicyVersion",
    "own-policy",
    "It can replace one of its own policies with one that allows everything.",
    "iam-001",
  ),
  {
    id: "set-default-policy-version",
    needs: needs("own-policy", "iam:SetDefaultPolicyVersion"),
    gives: "It can switch one of its own policies to an older version that may allow more.",
    source: RHINO,
  },
  self(
    "put-role-policy",
    "iam:PutRolePolicy",
    "own-role",
    "It can give itself an inline policy that allows everything.",
    "iam-005",
  ),
  self(
    "attach-role-policy",
    "iam:AttachRolePolicy",
    "own-role",
    "It can attach AdministratorAccess to itself.",
    "iam-009",
  ),
  {
    ...self(
      "update-assume-role-policy",
      "iam:UpdateAssumeRolePolicy",
      "several",
      "It can make other roles trust it, and then assume them.",
      "iam-012",
    ),
    ofNamedRoles: true,
  },
  self(
    "create-access-key",
    "iam:CreateAccessKey",
    "several",
    "It can create an access key of any user, and act as that user.",
    "iam-002",
  ),
  self(
    "create-login-profile",
    "iam:CreateLoginProfile",
    "several",
    "It can give any user a password, and sign in as that user.",
    "iam-004",
  ),
  self(
    "update-login-profile",
    "iam:UpdateLoginProfile",
    "several",
    "It can change the password of any user, and sign in as that user.",
    "iam-006",
  ),
  {
    id: "delete-own-boundary",
    needs: needs("own-role", "iam:DeleteRolePermissionsBoundary"),
    gives: "It can remove the permissions boundary that limits it.",
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html",
    ofBoundary: true,
  },
  pass("pass-role-ec2", "ec2.amazonaws.com", ["ec2:RunInstances"], "ec2-001"),
  pass("pass-role-ec2-spot", "ec2.amazonaws.com", ["ec2:RequestSpotInstances"], "ec2-003"),
  pass(
    "pass-role-lambda-invoke",
    "lambda.amazonaws.com",
    ["lambda:CreateFunction", "lambda:InvokeFunction"],
    "lambda-001",
  ),
  pass(
    "pass-role-lambda-event-source",
    "lambda.amazonaws.com",
    ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    "lambda-002",
  ),
  pass(
    "pass-role-lambda-permission",
    "lambda.amazonaws.com",
    ["lambda:CreateFunction", "lambda:AddPermission"],
    "lambda-006",
  ),
  pass(
    "pass-role-cloudformation",
    "cloudformation.amazonaws.com",
    ["cloudformation:CreateStack"],
    "cloudformation-001",
  ),
  pass(
    "pass-role-codebuild",
    "codebuild.amazonaws.com",
    ["codebuild:CreateProject", "codebuild:StartBuild"],
    "codebuild-001",
  ),
  pass(
    "pass-role-codebuild-batch",
    "codebuild.amazonaws.com",
    ["codebuild:CreateProject", "codebuild:StartBuildBatch"],
    "codebuild-004",
  ),
  pass(
    "pass-role-ecs-run-task",
    "ecs-tasks.amazonaws.com",
    ["ecs:RegisterTaskDefinition", "ecs:RunTask"],
    "ecs-004",
  ),
  pass(
    "pass-role-ecs-service",
    "ecs-tasks.amazonaws.com",
    ["ecs:RegisterTaskDefinition", "ecs:CreateService"],
    "ecs-003",
  ),
  pass(
    "pass-role-ecs-start-task",
    "ecs-tasks.amazonaws.com",
    ["ecs:RegisterTaskDefinition", "ecs:StartTask"],
    "ecs-005",
  ),
  pass("pass-role-glue-endpoint", "glue.amazonaws.com", ["glue:CreateDevEndpoint"], "glue-001"),
  pass("pass-role-glue-job", "glue.amazonaws.com", ["glue:CreateJob", "glue:StartJobRun"], "glue-003"),
  pass("pass-role-glue-trigger", "glue.amazonaws.com", ["glue:CreateJob", "glue:CreateTrigger"], "glue-004"),
  {
    ...pass(
      "pass-role-data-pipeline",
      "datapipeline.amazonaws.com",
      ["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
      "datapipeline-001",
    ),
    // The code runs on an instance, with the pipeline's resource role.
    assumedBy: ["datapipeline.amazonaws.com", "ec2.amazonaws.com"],
  },
  pass(
    "pass-role-sagemaker-notebook",
    "sagemaker.amazonaws.com",
    ["sagemaker:CreateNotebookInstance"],
    "sagemaker-001",
  ),
  pass(
    "pass-role-sagemaker-training",
    "sagemaker.amazonaws.com",
    ["sagemaker:CreateTrainingJob"],
    "sagemaker-002",
  ),
  pass(
    "pass-role-sagemaker-processing",
    "sagemaker.amazonaws.com",
    ["sagemaker:CreateProcessingJob"],
    "sagemaker-003",
  ),
  pass(
    "pass-role-stack-set",
    "cloudformation.amazonaws.com",
    ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
    "cloudformation-003",
  ),
  pass(
    "pass-role-update-stack-set",
    "cloudformation.amazonaws.com",
    ["cloudformation:UpdateStackSet"],
    "cloudformation-004",
  ),
  pass("pass-role-update-glue-job", "glue.amazonaws.com", ["glue:UpdateJob", "glue:StartJobRun"], "glue-005"),
  pass(
    "pass-role-update-glue-job-trigger",
    "glue.amazonaws.com",
    ["glue:UpdateJob", "glue:CreateTrigger"],
    "glue-006",
  ),
  pass(
    "pass-role-code-interpreter",
    "bedrock-agentcore.amazonaws.com",
    [
      "bedrock-agentcore:CreateCodeInterpreter",
      "bedrock-agentcore:StartCodeInterpreterSession",
      "bedrock-agentcore:InvokeCodeInterpreter",
    ],
    "bedrock-001",
  ),
  pass("pass-role-app-runner", "tasks.apprunner.amazonaws.com", ["apprunner:CreateService"], "apprunner-001"),
  takeOver("update-function-code", ["lambda:UpdateFunctionCode"], "any function", "lambda-003"),
  takeOver("send-command", ["ssm:SendCommand"], "any instance that Systems Manager manages", "ssm-002"),
  takeOver("start-session", ["ssm:StartSession"], "any instance that Systems Manager manages", "ssm-001"),
  takeOver("update-stack", ["cloudformation:UpdateStack"], "any stack", "cloudformation-002"),
  takeOver(
    "execute-change-set",
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    "any stack",
    "cloudformation-005",
  ),
  takeOver("start-build", ["codebuild:StartBuild"], "any CodeBuild project", "codebuild-002"),
  takeOver("start-build-batch", ["codebuild:StartBuildBatch"], "any CodeBuild project", "codebuild-003"),
  takeOver(
    "update-app-runner-service",
    ["apprunner:UpdateService"],
    "any App Runner service",
    "apprunner-002",
  ),
  takeOver("update-glue-endpoint", ["glue:UpdateDevEndpoint"], "any Glue development endpoint", "glue-002"),
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
    "send-ssh-key",
    ["ec2-instance-connect:SendSSHPublicKey"],
    "any EC2 instance that it can reach",
    "ec2instanceconnect-003",
  ),
  takeOver(
    "open-notebook",
    ["sagemaker:CreatePresignedNotebookInstanceUrl"],
    "any SageMaker notebook",
    "sagemaker-004",
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
