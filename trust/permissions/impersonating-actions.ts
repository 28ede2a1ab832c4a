import { anywhere, type DangerousAction, row } from "./dangerous-action";
import { hackTricks, PATHFINDING, reference } from "./escalation-path";
import type { ResourceForm } from "./reaches-several";

const EKS = reference("amazonelastickubernetesservice");
const role = form("iam", "role/");
const lambda = form("lambda", "function:", ":");
const instance = form("ec2", "instance/");
const managed = form("ssm", "managed-instance/");
const stack = form("cloudformation", "stack/", "/");
const cluster = form("eks", "cluster/");
const project = form("codebuild", "project/");
const notebook = form("sagemaker", "notebook-instance/");
const task = form("ecs", "task/", "/");

function form(service: string, beginning: string, end?: string): ResourceForm {
  return { service, beginning, ...(end === undefined ? {} : { end }) };
}

function takes(
  action: string,
  can: string,
  named: readonly ResourceForm[],
  source: string,
  alone?: string,
  grade?: "inferred",
): DangerousAction {
  return {
    ...row(action, can, source, alone === undefined ? undefined : anywhere(alone)),
    named,
    ...(grade === undefined ? {} : { grade }),
  };
}

/**
 * Actions that take over another identity if they are not limited to some: accepted on named resources only. Each runs code or
 * commands as a role that exists, or hands a role on. With them stand the resources that they are about.
 */
export const IMPERSONATING_ACTIONS: readonly DangerousAction[] = [
  takes(
    "apprunner:UpdateService",
    "run code as the role of any App Runner service",
    [form("apprunner", "service/", "/")],
    `${PATHFINDING}apprunner-002`,
    "update-app-runner-service",
  ),
  takes(
    "batch:SubmitJob",
    "run commands as the role of any job definition of Batch",
    [form("batch", "job-definition/", ":")],
    reference("awsbatch"),
    "submit-batch-job",
    "inferred",
  ),
  takes(
    "bedrock-agentcore:InvokeCodeInterpreter",
    "run code as the role of any code interpreter of Bedrock AgentCore",
    [form("bedrock-agentcore", "")],
    `${PATHFINDING}bedrock-002`,
  ),
  takes(
    "cloudformation:CreateChangeSet",
    "prepare changes that any stack makes with its role",
    [stack],
    `${PATHFINDING}cloudformation-005`,
  ),
  takes(
    "cloudformation:ExecuteChangeSet",
    "carry out changes of any stack with its role",
    [stack],
    `${PATHFINDING}cloudformation-005`,
  ),
  takes(
    "cloudformation:UpdateStack",
    "run code as the role of any stack",
    [stack],
    `${PATHFINDING}cloudformation-002`,
    "update-stack",
  ),
  takes(
    "cloudformation:UpdateStackSet",
    "change any stack set, with the role that it has in each account",
    [form("cloudformation", "stackset/", ":")],
    hackTricks("aws-cloudformation-privesc"),
  ),
  takes(
    "codebuild:StartBuild",
    "run code as the role of any CodeBuild project",
    [project],
    `${PATHFINDING}codebuild-002`,
    "start-build",
  ),
  takes(
    "codebuild:StartBuildBatch",
    "run code as the role of any CodeBuild project",
    [project],
    `${PATHFINDING}codebuild-003`,
    "start-build-batch",
  ),
  takes(
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
    "open the serial console of any EC2 instance, and run code as its role",
    [instance],
    hackTricks("aws-ec2-privesc"),
    "send-serial-console-key",
  ),
  takes(
    "ec2-instance-connect:SendSSHPublicKey",
    "run code as the role of any EC2 instance that it can reach",
    [instance],
    `${PATHFINDING}ec2instanceconnect-003`,
    "send-ssh-key",
  ),
  takes(
    "ec2:CreateLaunchTemplateVersion",
    "change what instances of any launch template run",
    [form("ec2", "launch-template/")],
    `${PATHFINDING}ec2-004`,
  ),
  takes(
    "ec2:ModifyInstanceAttribute",
    "change what any EC2 instance runs at its next start, as its role",
    [instance],
    `${PATHFINDING}ec2-002`,
  ),
  takes(
    "ecs:ExecuteCommand",
    "run commands as the role of any ECS task that allows them",
    [form("ecs", "cluster/"), task],
    hackTricks("aws-ecs-privesc"),
    "execute-command",
  ),
  takes(
    "eks:AssociateAccessPolicy",
    "make identities with access to any EKS cluster its administrators",
    [form("eks", "access-entry/", "/")],
    EKS,
  ),
  takes("eks:CreateAccessEntry", "give itself access to any EKS cluster", [cluster], EKS),
  takes("eks:CreatePodIdentityAssociation", "give pods of any EKS cluster a role", [cluster], EKS),
  takes(
    "eks:UpdatePodIdentityAssociation",
    "give pods of any EKS cluster another role",
    [form("eks", "podidentityassociation/", "/")],
    EKS,
  ),
  takes(
    "elasticmapreduce:AddJobFlowSteps",
    "run code as the role of any EMR cluster",
    [form("elasticmapreduce", "cluster/")],
    reference("amazonelasticmapreduce"),
    "add-job-flow-steps",
    "inferred",
  ),
  takes(
    "emr-containers:StartJobRun",
    "run code as any role that trusts a virtual cluster of EMR on EKS",
    [form("emr-containers", "/virtualclusters/", "/")],
    reference("amazonemroneksemrcontainers"),
    "start-emr-containers-job",
    "inferred",
  ),
  takes(
    "glue:UpdateDevEndpoint",
    "run code as the role of any Glue development endpoint",
    [form("glue", "devEndpoint/")],
    `${PATHFINDING}glue-002`,
    "update-glue-endpoint",
  ),
  takes(
    "glue:UpdateJob",
    "change what any Glue job runs as its role",
    [form("glue", "job/")],
    hackTricks("aws-glue-privesc"),
    "update-glue-job",
  ),
  takes("iam:PassRole", "pass roles to services, which then act for it", [role], `${PATHFINDING}ec2-001`),
  takes(
    "lambda:UpdateFunctionCode",
    "run code as the role of any function",
    [lambda],
    `${PATHFINDING}lambda-003`,
    "update-function-code",
  ),
  takes(
    "lambda:UpdateFunctionConfiguration",
    "run code as the role of any function, by a layer or by its environment",
    [lambda],
    hackTricks("aws-lambda-privesc"),
    "update-function-configuration",
  ),
  takes(
    "sagemaker:CreatePresignedDomainUrl",
    "open any profile of SageMaker Studio, and run code as its role",
    [form("sagemaker", "user-profile/", "/")],
    hackTricks("aws-sagemaker-privesc"),
    "open-studio",
  ),
  takes(
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "run code as the role of any SageMaker notebook",
    [notebook],
    `${PATHFINDING}sagemaker-004`,
    "open-notebook",
  ),
  takes(
    "sagemaker:UpdateNotebookInstance",
    "change what any SageMaker notebook runs at its next start, as its role",
    [notebook],
    `${PATHFINDING}sagemaker-005`,
  ),
  takes(
    "ssm:CreateAssociation",
    "run commands as the role of any instance that Systems Manager manages",
    [instance, managed],
    hackTricks("aws-ssm-privesc"),
    "create-association",
  ),
  takes(
    "ssm:SendCommand",
    "run code as the role of any instance that Systems Manager manages",
    [instance, managed],
    `${PATHFINDING}ssm-002`,
    "send-command",
  ),
  takes(
    "ssm:StartSession",
    "run code as the role of any instance that Systems Manager manages",
    [instance, managed, task],
    `${PATHFINDING}ssm-001`,
    "start-session",
  ),
  takes(
    "states:UpdateStateMachine",
    "change what any state machine does with its role",
    [form("states", "stateMachine:", ":")],
    hackTricks("aws-stepfunctions-privesc"),
    "update-state-machine",
  ),
  takes(
    "sts:AssumeRole",
    "assume the roles that trust it or its account",
    [{ ...role, acrossAccounts: true }],
    `${PATHFINDING}sts-001`,
  ),
  takes(
    "sts:AssumeRoot",
    "act as the root user of member accounts",
    [{ ...form("iam", "root"), acrossAccounts: true }],
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
    "assume-root",
  ),
];
