/** AWS STS errors that explain recognizes, such as a role that does not trust the token. */
import type { KnownErrors } from "./known-error";

const GET_ROLE = "aws iam get-role --role-name ROLE --output json > role.json";
const PROVIDERS = "aws iam list-open-id-connect-providers";
const PROVIDER =
  "aws iam get-open-id-connect-provider --open-id-connect-provider-arn PROVIDER_ARN --query ClientIDList";

/** Refusals of AWS STS, and of services that get a session of it. */
export const AWS_STS: KnownErrors = {
  area: "AWS STS",
  errors: [
    {
      code: "web-identity-not-authorized",
      title: "The role does not trust this token",
      text: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      call: { code: "AccessDenied", operation: "AssumeRoleWithWebIdentity" },
      inLab: true,
      weight: "broken",
      cause:
        "STS accepted the token, but the role's trust policy does not allow it. AWS gives the same answer if the role does not exist or is suspended.",
      confirm: [GET_ROLE, "npx @azure-to-aws/cli explain --trust role.json --claims claims.json"],
      fix: [
        "# Correct the condition that the comparison names. With Pulumi:",
        "pulumi up --refresh",
        "# A new role can take a minute. If someone suspended the role:",
        "npx @azure-to-aws/cli resume ROLE",
      ],
      grade: "log",
      source: "answers quoted in public logs, such as aws/amazon-eks-pod-identity-webhook #30",
    },
    {
      code: "web-identity-not-validated",
      title: "No OIDC provider accepts this token",
      text: "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.",
      match: "The web identity token provided could not be validated.",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "broken",
      cause:
        "The role's account has no OIDC provider for the token's issuer, or the provider does not list the token's audience. AWS does not say which of the two it is.",
      confirm: [PROVIDERS, PROVIDER],
      fix: [
        "aws iam create-open-id-connect-provider --url ISSUER --client-id-list AUDIENCE",
        "# If the provider exists:",
        "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn PROVIDER_ARN --client-id AUDIENCE",
      ],
      grade: "log",
      source: "external-secrets/external-secrets #6648 (since June 2026)",
    },
    {
      code: "oidc-provider-not-found",
      title: "The account has no OIDC provider for the issuer",
      text: "No OpenIDConnect provider found in your account for {issuer}",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "broken",
      cause:
        "The role's account has no OIDC provider with exactly the token's issuer as its URL. The slash at the end counts. AWS used this text before June 2026.",
      confirm: [PROVIDERS],
      fix: ["aws iam create-open-id-connect-provider --url ISSUER --client-id-list AUDIENCE"],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "token-audience-not-listed",
      title: "The OIDC provider does not list the audience",
      text: "Incorrect token audience",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "broken",
      cause:
        "The OIDC provider does not list the token's audience among its client IDs. If the token has azp, AWS compares azp and not aud. AWS used this text before June 2026.",
      confirm: [PROVIDER],
      fix: [
        "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn PROVIDER_ARN --client-id AUDIENCE",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "verification-key-not-retrieved",
      title: "AWS cannot get the issuer's signing keys",
      text: "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
      match: "Couldn't retrieve verification key from your identity provider,",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "passing",
      cause:
        "AWS could not download the issuer's keys within five seconds, or the keys do not contain the one that signed the token. For Entra this passes. For a cluster, the issuer's URL must be public.",
      confirm: ["curl --fail --max-time 5 ISSUER/.well-known/openid-configuration"],
      fix: ["# Try again. For a cluster, make the issuer's URL public: AWS reads it from the internet."],
      grade: "log",
      source: "awslabs/aws-sdk-rust #827; aws/aws-cli #7194",
    },
    {
      code: "web-identity-token-expired",
      title: "The token has expired",
      text: "Token expired: current date/time {now} must be before the expiration date/time {expiry}",
      match: "Token expired: current date/time",
      call: { code: "ExpiredTokenException", operation: "AssumeRoleWithWebIdentity" },
      inLab: true,
      weight: "passing",
      cause: "The token was sent after its expiration. It was stored for too long, or a file is not renewed.",
      confirm: ["timedatectl status"],
      fix: [
        "# Get a new token. On a VM, ask the credential helper what it sees:",
        "/opt/azure-to-aws/credential_process.py --diagnose --profile NAME",
      ],
      grade: "source",
      source: "envoyproxy/envoy, a test of its AWS credentials",
    },
    {
      code: "web-identity-claim-missing",
      title: "The token lacks a claim",
      text: "Missing a required claim: {claim}",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "broken",
      cause:
        "AWS needs iss, sub, aud, iat, and exp in every token. The token lacks the claim that the text names.",
      confirm: ["/opt/azure-to-aws/credential_process.py --diagnose --profile NAME"],
      fix: ["# Send the token of a managed identity. Its tokens have all of these claims."],
      grade: "log",
      source: "aws/aws-sdk-ruby #2698",
    },
    {
      code: "web-identity-not-a-jwt",
      title: "The token is not a JWT",
      text: "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
      match: "The ID Token provided is not a valid JWT.",
      call: {
        code: "InvalidIdentityToken",
        operation: "AssumeRoleWithWebIdentity",
        javaScriptName: "InvalidIdentityTokenException",
      },
      inLab: true,
      weight: "broken",
      cause:
        "AWS could not read the token as a signed JWT. It is cut off, wrapped in quotes or JSON, or signed with an algorithm that AWS does not support.",
      confirm: ["/opt/azure-to-aws/credential_process.py --diagnose --profile NAME"],
      fix: ["# Send the value of access_token alone, without quotes and line breaks."],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "session-longer-than-role-allows",
      title: "The session is longer than the role allows",
      text: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      call: { code: "ValidationError", operation: "AssumeRoleWithWebIdentity" },
      inLab: true,
      weight: "broken",
      cause: "The helper's --duration is longer than the role's longest session.",
      confirm: ["aws iam get-role --role-name ROLE --query Role.MaxSessionDuration"],
      fix: [
        "# Lower --duration, or raise the role's limit:",
        "aws iam update-role --role-name ROLE --max-session-duration SECONDS",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "role-arn-not-valid",
      title: "The role's ARN is not valid",
      text: "Request ARN is invalid",
      call: { code: "ValidationError", operation: "AssumeRoleWithWebIdentity" },
      inLab: true,
      weight: "broken",
      cause:
        "The value sent as RoleArn is not the ARN of a role, such as a role's name or the ARN of a session.",
      confirm: ["aws iam get-role --role-name ROLE --query Role.Arn --output text"],
      fix: ["# Put this ARN into the credential_process line, or run the installation again:", "pulumi up"],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "sts-not-activated-in-region",
      title: "STS is not activated in this region",
      text: "STS is not activated in this region for account:{account}. Your account administrator can activate STS in this region using the IAM Console.",
      match: "STS is not activated in this region for account:",
      weight: "broken",
      cause: "The region is an opt-in region that is not enabled, or an administrator deactivated STS there.",
      confirm: ["aws account get-region-opt-status --region-name REGION"],
      fix: [
        "# Use another region in the credential_process line, such as --region eu-west-1, or enable this one:",
        "aws account enable-region --region-name REGION",
      ],
      grade: "log",
      source:
        "answers quoted in public logs and in Snowflake's documentation of SYSTEM$VERIFY_EXTERNAL_VOLUME",
    },
    {
      code: "aws-session-expired",
      title: "The AWS session has expired",
      text: "The security token included in the request is expired",
      weight: "passing",
      cause: "A client used credentials after their end. Clients that read variables do not renew them.",
      confirm: ["aws sts get-caller-identity --profile NAME"],
      fix: [
        "# Use the profile instead of variables, or start the client again:",
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "aws-action-not-authorized",
      title: "The AWS identity lacks a permission",
      text: "User: {principal} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action",
      match: "is not authorized to perform: {action} on resource:",
      weight: "broken",
      cause:
        "The token exchange worked, if the principal is an assumed role: the role then lacks the permission. If the principal is your own login, the deployer lacks it.",
      confirm: [
        "aws iam simulate-principal-policy --policy-source-arn PRINCIPAL_ARN --action-names ACTION --resource-arns RESOURCE",
      ],
      fix: ["# Add the permission to the workload's permissions, then:", "pulumi up"],
      grade: "log",
      source: "aws/aws-cdk-cli #1676",
    },
  ],
};
