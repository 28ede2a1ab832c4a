import {
  CHECKED,
  type EscalationPath,
  type Grade,
  hackTricks,
  needs,
  PATHFINDING,
  reference,
} from "./escalation-path";

/** A path that passes a role to a service, which then runs what the caller chose as that role. */
function pass(id: string, service: string, actions: readonly string[], page: string): EscalationPath {
  const isPathfinding = /-\d{3}$/.test(page);
  const isReference = page.startsWith("https://");
  const grade: Grade = isReference ? "inferred" : "published";
  return {
    id: `pass-role-${id}`,
    needs: [...needs("several", "iam:PassRole"), ...needs("any", ...actions)],
    passedTo: service,
    gives: `It can run code in ${service.split(".")[0] ?? service} with any role that trusts ${service}.`,
    source: isPathfinding ? PATHFINDING + page : isReference ? page : hackTricks(page),
    grade,
    checked: CHECKED,
  };
}

const EC2 = "ec2.amazonaws.com";
const LAMBDA = "lambda.amazonaws.com";
const ECS = "ecs-tasks.amazonaws.com";
const GLUE = "glue.amazonaws.com";
const CODEBUILD = "codebuild.amazonaws.com";
const CODEPIPELINE = "codepipeline.amazonaws.com";
const CLOUDFORMATION = "cloudformation.amazonaws.com";
const SAGEMAKER = "sagemaker.amazonaws.com";
const STATES = "states.amazonaws.com";
const SSM = "ssm.amazonaws.com";
const AGENT_CORE = "bedrock-agentcore.amazonaws.com";

/** Paths that pass a role to a service. */
export const PASS_ROLE_PATHS: readonly EscalationPath[] = [
  pass("ec2", EC2, ["ec2:RunInstances"], "ec2-001"),
  pass("ec2-spot", EC2, ["ec2:RequestSpotInstances"], "ec2-003"),
  pass("ec2-fleet", EC2, ["ec2:CreateLaunchTemplate", "ec2:CreateFleet"], reference("amazonec2")),
  pass("ec2-associate-profile", EC2, ["ec2:AssociateIamInstanceProfile"], "aws-ec2-privesc"),
  pass("ec2-replace-profile", EC2, ["ec2:ReplaceIamInstanceProfileAssociation"], "aws-ec2-privesc"),
  pass("ec2-instance-profile", EC2, ["iam:AddRoleToInstanceProfile"], "aws-ec2-privesc"),
  pass(
    "auto-scaling",
    EC2,
    ["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"],
    "aws-ec2-privesc",
  ),
  pass(
    "auto-scaling-template",
    EC2,
    ["ec2:CreateLaunchTemplate", "autoscaling:CreateAutoScalingGroup"],
    "aws-ec2-privesc",
  ),
  pass(
    "auto-scaling-update",
    EC2,
    ["autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"],
    "aws-ec2-privesc",
  ),
  pass(
    "auto-scaling-update-template",
    EC2,
    ["ec2:CreateLaunchTemplate", "autoscaling:UpdateAutoScalingGroup"],
    "aws-ec2-privesc",
  ),
  pass("emr", EC2, ["elasticmapreduce:RunJobFlow"], "aws-emr-privesc"),
  pass(
    "image-builder",
    EC2,
    ["imagebuilder:CreateInfrastructureConfiguration", "imagebuilder:CreateImage"],
    reference("amazonec2imagebuilder"),
  ),
  pass(
    "elastic-beanstalk",
    EC2,
    ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:CreateEnvironment"],
    "aws-elastic-beanstalk-privesc",
  ),
  pass("lambda-invoke", LAMBDA, ["lambda:CreateFunction", "lambda:InvokeFunction"], "lambda-001"),
  pass(
    "lambda-event-source",
    LAMBDA,
    ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    "lambda-002",
  ),
  pass("lambda-permission", LAMBDA, ["lambda:CreateFunction", "lambda:AddPermission"], "lambda-006"),
  pass(
    "lambda-url",
    LAMBDA,
    ["lambda:CreateFunction", "lambda:CreateFunctionUrlConfig", "lambda:InvokeFunctionUrl"],
    "aws-lambda-privesc",
  ),
  pass(
    "canary",
    LAMBDA,
    ["synthetics:CreateCanary", "synthetics:StartCanary"],
    reference("amazoncloudwatchsynthetics"),
  ),
  pass("cloudformation", CLOUDFORMATION, ["cloudformation:CreateStack"], "cloudformation-001"),
  pass(
    "change-set",
    CLOUDFORMATION,
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    "aws-cloudformation-privesc",
  ),
  pass(
    "stack-set",
    CLOUDFORMATION,
    ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
    "cloudformation-003",
  ),
  pass("update-stack-set", CLOUDFORMATION, ["cloudformation:UpdateStackSet"], "cloudformation-004"),
  pass("codebuild", CODEBUILD, ["codebuild:CreateProject", "codebuild:StartBuild"], "codebuild-001"),
  pass(
    "codebuild-batch",
    CODEBUILD,
    ["codebuild:CreateProject", "codebuild:StartBuildBatch"],
    "codebuild-004",
  ),
  pass("codepipeline", CODEPIPELINE, ["codepipeline:CreatePipeline"], reference("awscodepipeline")),
  pass(
    "codepipeline-update",
    CODEPIPELINE,
    ["codepipeline:UpdatePipeline", "codepipeline:StartPipelineExecution"],
    reference("awscodepipeline"),
  ),
  pass("ecs-run-task", ECS, ["ecs:RegisterTaskDefinition", "ecs:RunTask"], "ecs-004"),
  pass("ecs-override", ECS, ["ecs:RunTask"], "aws-ecs-privesc"),
  pass("ecs-service", ECS, ["ecs:RegisterTaskDefinition", "ecs:CreateService"], "ecs-003"),
  pass("ecs-update-service", ECS, ["ecs:RegisterTaskDefinition", "ecs:UpdateService"], "aws-ecs-privesc"),
  pass("ecs-task-set", ECS, ["ecs:RegisterTaskDefinition", "ecs:CreateTaskSet"], "aws-ecs-privesc"),
  pass("ecs-start-task", ECS, ["ecs:RegisterTaskDefinition", "ecs:StartTask"], "ecs-005"),
  pass("ecs-express", ECS, ["ecs:CreateExpressGatewayService"], reference("amazonelasticcontainerservice")),
  pass("batch", ECS, ["batch:RegisterJobDefinition", "batch:SubmitJob"], reference("awsbatch")),
  pass(
    "eks-pod",
    "pods.eks.amazonaws.com",
    ["eks:CreatePodIdentityAssociation"],
    reference("amazonelastickubernetesservice"),
  ),
  pass("glue-endpoint", GLUE, ["glue:CreateDevEndpoint"], "glue-001"),
  pass("glue-job", GLUE, ["glue:CreateJob", "glue:StartJobRun"], "glue-003"),
  pass("glue-trigger", GLUE, ["glue:CreateJob", "glue:CreateTrigger"], "glue-004"),
  pass("update-glue-job", GLUE, ["glue:UpdateJob", "glue:StartJobRun"], "glue-005"),
  pass("update-glue-job-trigger", GLUE, ["glue:UpdateJob", "glue:CreateTrigger"], "glue-006"),
  pass("glue-session", GLUE, ["glue:CreateSession", "glue:RunStatement"], reference("awsglue")),
  {
    ...pass(
      "data-pipeline",
      "datapipeline.amazonaws.com",
      ["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
      "datapipeline-001",
    ),
    // The code runs on an instance, with the pipeline's resource role.
    assumedBy: ["datapipeline.amazonaws.com", EC2],
  },
  pass("sagemaker-notebook", SAGEMAKER, ["sagemaker:CreateNotebookInstance"], "sagemaker-001"),
  pass("sagemaker-training", SAGEMAKER, ["sagemaker:CreateTrainingJob"], "sagemaker-002"),
  pass("sagemaker-processing", SAGEMAKER, ["sagemaker:CreateProcessingJob"], "sagemaker-003"),
  pass("sagemaker-tuning", SAGEMAKER, ["sagemaker:CreateHyperParameterTuningJob"], "aws-sagemaker-privesc"),
  pass(
    "sagemaker-endpoint",
    SAGEMAKER,
    ["sagemaker:CreateModel", "sagemaker:CreateEndpointConfig", "sagemaker:CreateEndpoint"],
    reference("amazonsagemaker"),
  ),
  pass(
    "sagemaker-pipeline",
    SAGEMAKER,
    ["sagemaker:CreatePipeline", "sagemaker:StartPipelineExecution"],
    reference("amazonsagemaker"),
  ),
  pass(
    "code-interpreter",
    AGENT_CORE,
    [
      "bedrock-agentcore:CreateCodeInterpreter",
      "bedrock-agentcore:StartCodeInterpreterSession",
      "bedrock-agentcore:InvokeCodeInterpreter",
    ],
    "bedrock-001",
  ),
  pass(
    "agent-runtime",
    AGENT_CORE,
    ["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"],
    reference("amazonbedrockagentcore"),
  ),
  pass("app-runner", "tasks.apprunner.amazonaws.com", ["apprunner:CreateService"], "apprunner-001"),
  pass(
    "state-machine",
    STATES,
    ["states:CreateStateMachine", "states:StartExecution"],
    "aws-stepfunctions-privesc",
  ),
  pass(
    "state-machine-sync",
    STATES,
    ["states:CreateStateMachine", "states:StartSyncExecution"],
    "aws-stepfunctions-privesc",
  ),
  pass("update-state-machine", STATES, ["states:UpdateStateMachine"], "aws-stepfunctions-privesc"),
  pass("test-state", STATES, ["states:TestState"], "aws-stepfunctions-privesc"),
  pass("schedule", "scheduler.amazonaws.com", ["scheduler:CreateSchedule"], "eventbridgescheduler-privesc"),
  pass(
    "update-schedule",
    "scheduler.amazonaws.com",
    ["scheduler:UpdateSchedule"],
    "eventbridgescheduler-privesc",
  ),
  pass(
    "event-rule",
    "events.amazonaws.com",
    ["events:PutRule", "events:PutTargets"],
    reference("amazoneventbridge"),
  ),
  pass("pipe", "pipes.amazonaws.com", ["pipes:CreatePipe"], reference("amazoneventbridgepipes")),
  pass("automation", SSM, ["ssm:StartAutomationExecution"], reference("awssystemsmanager")),
  pass("maintenance-window", SSM, ["ssm:RegisterTaskWithMaintenanceWindow"], "aws-ssm-privesc"),
  pass(
    "roles-anywhere",
    "rolesanywhere.amazonaws.com",
    ["rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile"],
    reference("awsidentityandaccessmanagementrolesanywhere"),
  ),
  pass(
    "api-gateway",
    "apigateway.amazonaws.com",
    ["apigateway:PUT", "apigateway:POST"],
    "aws-apigateway-privesc",
  ),
  pass(
    "iot-role-alias",
    "credentials.iot.amazonaws.com",
    ["iot:CreateRoleAlias", "iot:CreateKeysAndCertificate", "iot:CreatePolicy", "iot:AttachPolicy"],
    reference("awsiot"),
  ),
  pass(
    "amplify",
    "amplify.amazonaws.com",
    ["amplify:CreateApp", "amplify:CreateBranch", "amplify:StartJob"],
    reference("awsamplify"),
  ),
  {
    ...pass(
      "airflow",
      "airflow-env.amazonaws.com",
      ["airflow:CreateEnvironment"],
      reference("amazonmanagedworkflowsforapacheairflow"),
    ),
    assumedBy: ["airflow-env.amazonaws.com", "airflow.amazonaws.com"],
  },
  pass(
    "emr-serverless",
    "emr-serverless.amazonaws.com",
    ["emr-serverless:CreateApplication", "emr-serverless:StartJobRun"],
    reference("amazonemrserverless"),
  ),
  pass(
    "flink",
    "kinesisanalytics.amazonaws.com",
    ["kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"],
    reference("amazonkinesisanalyticsv2"),
  ),
];
