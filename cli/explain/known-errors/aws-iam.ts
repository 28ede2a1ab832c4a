/** AWS IAM errors that explain recognizes, such as a role that already exists. */
import type { KnownErrors } from "./known-error";

/** Refusals of AWS IAM during a deployment. */
export const AWS_IAM: KnownErrors = {
  area: "AWS IAM",
  errors: [
    {
      code: "iam-provider-exists",
      title: "The account already has this OIDC provider",
      text: "Provider with url {url} already exists.",
      call: {
        code: "EntityAlreadyExists",
        operation: "CreateOpenIDConnectProvider",
        javaScriptName: "EntityAlreadyExistsException",
      },
      inLab: true,
      weight: "broken",
      cause: "An AWS account can have one OIDC provider per URL. Another stack or a person created it.",
      confirm: ["aws iam list-open-id-connect-providers"],
      fix: [
        "# Set oidcProviderArn to this provider, and add your audience to it:",
        "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn PROVIDER_ARN --client-id AUDIENCE",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "iam-role-exists",
      title: "The account already has a role of this name",
      text: "Role with name {role} already exists.",
      call: {
        code: "EntityAlreadyExists",
        operation: "CreateRole",
        javaScriptName: "EntityAlreadyExistsException",
      },
      inLab: true,
      weight: "broken",
      cause: "Another stack, a person, or an interrupted update created the role.",
      confirm: ["aws iam get-role --role-name ROLE --query Role.CreateDate"],
      fix: [
        "# Choose another roleName. If an interrupted update left the role, and nothing uses it:",
        "aws iam delete-role --role-name ROLE",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "iam-principal-not-valid",
      title: "The trust policy names a principal that IAM does not accept",
      text: "Invalid principal in policy: {principal}",
      match: "Invalid principal in policy",
      call: {
        code: "MalformedPolicyDocument",
        operation: "CreateRole",
        javaScriptName: "MalformedPolicyDocumentException",
      },
      inLab: true,
      weight: "broken",
      cause: "The principal of the policy does not exist, or its ARN is misspelled.",
      confirm: ["npx @azure-to-aws/cli judge trust.json"],
      fix: ["# Correct the principal: arn:aws:iam::ACCOUNT:oidc-provider/ISSUER, without https://."],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "iam-trust-policy-too-long",
      title: "The trust policy is too long",
      text: "Cannot exceed quota for ACLSizePerRole: {quota}",
      call: { code: "LimitExceeded", operation: "CreateRole", javaScriptName: "LimitExceededException" },
      inLab: true,
      weight: "broken",
      cause:
        "IAM limits the size of a trust policy, without white space. Many subjects or audiences exceed it.",
      confirm: [
        "aws service-quotas get-service-quota --service-code iam --quota-code L-C07B4B0D --region us-east-1",
      ],
      fix: [
        "# Split the subjects over several roles, or ask for a higher quota:",
        "aws service-quotas request-service-quota-increase --service-code iam --quota-code L-C07B4B0D --desired-value 4096 --region us-east-1",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
  ],
};
