/**
 * Types of which `Ref` returns an ID, a URL, or an ARN that AWS makes, with no wildcard in it. What their authors choose
 * of it cannot hold a wildcard either.
 *
 * Source: AWS, "CloudFormation template reference", "Return values" of each type.
 */
export const MADE_BY_AWS: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGatewayV2::Api",
  "AWS::CertificateManager::Certificate",
  "AWS::CloudFront::CloudFrontOriginAccessIdentity",
  "AWS::CloudFront::Distribution",
  "AWS::Cognito::IdentityPool",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::EC2::EIP",
  "AWS::EC2::Instance",
  "AWS::EC2::InternetGateway",
  "AWS::EC2::LaunchTemplate",
  "AWS::EC2::NatGateway",
  "AWS::EC2::NetworkInterface",
  "AWS::EC2::RouteTable",
  "AWS::EC2::Subnet",
  "AWS::EC2::TransitGateway",
  "AWS::EC2::VPC",
  "AWS::EC2::VPCEndpoint",
  "AWS::EC2::Volume",
  "AWS::EFS::AccessPoint",
  "AWS::EFS::FileSystem",
  "AWS::GuardDuty::Detector",
  "AWS::KMS::Key",
  "AWS::KMS::ReplicaKey",
  "AWS::Organizations::Account",
  "AWS::Organizations::OrganizationalUnit",
  "AWS::Route53::HostedZone",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::StepFunctions::StateMachine",
]);

/**
 * Types of which `Ref` returns the resource's name: the property that sets it. Without the property, AWS makes the name
 * from the names of stack and resource.
 *
 * Source: AWS, "CloudFormation template reference", "Return values" of each type; AWS, "Name type".
 */
export const NAMED_BY_AUTHOR: ReadonlyMap<string, string> = new Map([
  ["AWS::CloudWatch::Alarm", "AlarmName"],
  ["AWS::CodeBuild::Project", "Name"],
  ["AWS::CodePipeline::Pipeline", "Name"],
  ["AWS::DynamoDB::Table", "TableName"],
  ["AWS::ECR::Repository", "RepositoryName"],
  ["AWS::ECS::Cluster", "ClusterName"],
  ["AWS::EKS::Cluster", "Name"],
  ["AWS::Events::Rule", "Name"],
  ["AWS::IAM::Group", "GroupName"],
  ["AWS::IAM::InstanceProfile", "InstanceProfileName"],
  ["AWS::IAM::Role", "RoleName"],
  ["AWS::IAM::User", "UserName"],
  ["AWS::Kinesis::Stream", "Name"],
  ["AWS::Lambda::Function", "FunctionName"],
  ["AWS::Logs::LogGroup", "LogGroupName"],
  ["AWS::S3::Bucket", "BucketName"],
  ["AWS::SSM::Parameter", "Name"],
  ["AWS::Serverless::Function", "FunctionName"],
]);

/** Whether AWS defines a type. A custom resource, a module, or an extension of somebody else may return anything. */
export function isDefinedByAws(type: string): boolean {
  return /^AWS::(?!CloudFormation::CustomResource)/.test(type) && !type.endsWith("::MODULE");
}
