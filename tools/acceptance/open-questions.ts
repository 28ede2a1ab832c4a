/** Questions about the clouds that no source answers for certain. A run answers some, and lists the rest. */

/** A question, and how a person answers it. */
export interface OpenQuestion {
  readonly question: string;
  /** A shell command, or what to do. Names in capitals stand for the user's own. */
  readonly command: string;
}

/** The command of a question that only a run answers. */
const RUN_AGAIN = "npm run acceptance";

const ASSUME =
  "aws sts assume-role-with-web-identity --no-sign-request --role-arn ROLE --role-session-name t";
const TOKEN =
  "curl -sH Metadata:true 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=AUDIENCE'";

/** The questions, the most dangerous ones first. */
export const OPEN_QUESTIONS = {
  plugins: {
    question: "Do the official plugins create, refresh, and destroy the deployment?",
    command: RUN_AGAIN,
  },
  "graph-permissions": {
    question: "Do the permissions of docs/reference/permissions.md suffice for an application?",
    command: `${RUN_AGAIN}, with ARM_CLIENT_ID of an application that has no others`,
  },
  "token-claims": {
    question: "Has a VM's token (version 1) one aud, no azp, and an oid that equals its sub?",
    command: "in the VM: /opt/azure-to-aws/credential_process.py --diagnose=json --profile NAME",
  },
  "token-claims-of-version-2": {
    question: "Has a VM's token of version 2 an azp?",
    command:
      "in the VM of a federation with tokens of version 2: /opt/azure-to-aws/credential_process.py --diagnose=json --profile NAME",
  },
  "expired-token": {
    question: "Does STS take a token until five minutes after its exp?",
    command: `keep a token in the file t, and 60 and 360 seconds after its exp: ${ASSUME} --web-identity-token file://t`,
  },
  "token-lifetime": { question: "How long is a VM's token valid?", command: `in the VM: ${TOKEN}` },
  "cached-token": {
    question: "Does IMDS give tokens after the app-role assignment is removed?",
    command: `az rest -m delete -u https://graph.microsoft.com/v1.0/servicePrincipals/ID/appRoleAssignedTo/ID, and in the VM, every 10 minutes: ${TOKEN}`,
  },
  "run-command-size": {
    question: "Does Azure take a managed Run Command of 150 KB?",
    command: RUN_AGAIN,
  },
  suspend: {
    question: "Does suspend find the run's role and its policies?",
    command: "npx @azure-to-aws/cli suspend --dry-run ROLE",
  },
  "suspension-delay": {
    question: "After how many seconds are open and new sessions of a suspended role refused?",
    command:
      "npx @azure-to-aws/cli suspend ROLE, and in the VM: while aws s3 ls --profile NAME; do date; sleep 1; done",
  },
  "missing-provider": {
    question: "Does IAM create a role whose OIDC provider is missing?",
    command: "aws iam create-role --role-name NAME --assume-role-policy-document file://TRUST",
  },
  "two-wrong-claims": {
    question: "Which AADSTS code has a federated token with two wrong claims?",
    command: "az login --service-principal -u CLIENT_ID -t TENANT --federated-token TOKEN",
  },
  collect: {
    question: "Does collect read every section without an error?",
    command: "npx @azure-to-aws/cli collect --out FILE --tenant TENANT --subscription SUBSCRIPTION",
  },
  "many-applications": {
    question: "Does collect read a tenant with more than 2,000 applications?",
    command: "in such a tenant: npx @azure-to-aws/cli collect --out FILE --only entra --tenant TENANT",
  },
  audit: {
    question: "Does audit find the run's role, and name its identity and its application?",
    command: "npx @azure-to-aws/cli audit FILE",
  },
  "resource-identities": {
    question: "Does Azure's list of resources show the identities of a VM?",
    command:
      'az rest -u "https://management.azure.com/subscriptions/SUBSCRIPTION/resources?api-version=2021-04-01" --query "value[?identity].[type,identity]"',
  },
  "other-resource-identities": {
    question: "Does it show those of scale sets, app services, container jobs, and clusters?",
    command:
      'az rest -u "https://management.azure.com/subscriptions/SUBSCRIPTION/resources?api-version=2021-04-01" --query "value[?identity].[type,identity]"',
  },
  "keys-find": {
    question: "Does keys find read real events, and find the key of the run's login?",
    command:
      "npx @azure-to-aws/cli keys find --lookup-days 1 --snapshot FILE --service-tags FILE, with an access key",
  },
  "last-use-delay": {
    question: "How far behind is the last use of an access key?",
    command: "with an access key, every minute: aws iam get-access-key-last-used --access-key-id KEY",
  },
  "unknown-access-key": {
    question: "What does IAM answer about the last use of a key that does not exist?",
    command: "aws iam get-access-key-last-used --access-key-id KEY, with an ID that no key has",
  },
  "foreign-access-key": {
    question: "What does IAM answer about the last use of a deleted key, and of another account's?",
    command: "aws iam get-access-key-last-used --access-key-id KEY, for each",
  },
  "refusals-in-cloudtrail": {
    question: "Which refused requests for a session does CloudTrail show?",
    command:
      "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity",
  },
  "unknown-signing-key": {
    question: "How does STS refuse a token whose key ID the issuer does not have?",
    command: `in the VM, with a token of another issuer in the file t: ${ASSUME} --web-identity-token file://t`,
  },
  "expired-and-wrong-audience": {
    question: "Which error of STS has a token that is expired and has a wrong audience?",
    command: `with such a token in the file t: ${ASSUME} --web-identity-token file://t`,
  },
  "forwarded-request": {
    question: "How does IMDS refuse a request with X-Forwarded-For?",
    command: "in the VM: curl -iH Metadata:true -H 'X-Forwarded-For: 192.0.2.1' http://169.254.169.254/",
  },
  "app-service-requests": {
    question: "How does App Service refuse a wrong X-IDENTITY-HEADER, and a missing resource?",
    command: 'in an app: curl -iH "X-IDENTITY-HEADER: wrong" "$IDENTITY_ENDPOINT?api-version=2019-08-01"',
  },
  "failed-machine": {
    question: "How long does a VM that failed keep its network interface?",
    command: "deploy a VM size without capacity, and run pulumi up again until it succeeds",
  },
  "deleted-application": {
    question: "Is the URI of a deleted application taken for 30 days?",
    command: "az ad app delete --id ID, and az ad app create --display-name NAME --identifier-uris URI",
  },
} as const satisfies Readonly<Record<string, OpenQuestion>>;

/** Names a question. */
export type QuestionId = keyof typeof OPEN_QUESTIONS;

/** What a cloud, or a command of the product on the clouds, answered. */
export interface Answer {
  readonly id: QuestionId;
  /** The command or the request. */
  readonly asked: string;
  readonly came: string;
  /** What else came, which is not compared with the lab. */
  readonly note?: string;
}

/** The answers of a run. */
export interface Answers {
  readonly answers: readonly Answer[];
  /** Why a question of {@link Answer} could not be answered, by its ID. */
  readonly unanswered: Readonly<Partial<Record<QuestionId, string>>>;
}
