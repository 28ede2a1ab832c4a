import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** The inline policy of a suspension, as messages call it. */
const POLICY = 'the inline policy "suspended"';

const AGAIN = "Run the command again. Suspending or resuming twice does no harm.";

const DETAIL = "The message ends with the answer of AWS.";

/**
 * Problems and warnings of `suspend` and `resume`. Texts with an `answer` end with what AWS answered and what to do about it:
 * the message of an `IamError` of cli/roles.
 */
export const SUSPENDING = new Catalog("Suspending and resuming roles", {
  "role-not-given": entry({
    text: () => "no role given. Expected one or more roles, by name or ARN",
    sample: [],
    cause: "The command line names no role.",
    fix: "Name the role: `npx --no -- azure-to-aws suspend ROLE`.",
  }),
  "role-reference-invalid": entry({
    text: (given: string) =>
      `not a role. Expected a name of up to 64 letters, digits and +=,.@_- or an ARN such as arn:aws:iam::111122223333:role/azure-orders; got ${quoted(given)}`,
    sample: ["azure orders"],
    cause: "The word is neither a name that IAM allows, nor the ARN of a role or of one of its sessions.",
    fix: "Copy the name or the ARN: `aws iam list-roles --query 'Roles[].Arn'`.",
  }),
  "aws-login-none": entry({
    text: (answer: string) =>
      `no AWS login: ${answer}. Log in with aws sso login, set AWS_PROFILE, or give --profile`,
    sample: ["CredentialsProviderError: Could not load credentials from any providers"],
    cause:
      "The AWS SDK looked in the environment, in the profile, and on the machine, and found no credentials.",
    fix: "Run `aws sso login --profile NAME`, and give `--profile NAME`.",
  }),
  "role-not-found": entry({
    text: (name: string, given: string) =>
      `no role ${name} in the account of this login. Expected an existing role; got ${quoted(given)}. Check the login: aws sts get-caller-identity`,
    sample: ["azure-orders", "azure-orders"],
    cause: "The role does not exist, or the login is in another account.",
    fix: "Run `aws sts get-caller-identity`, and choose another profile with `--profile NAME` if the account is another one.",
  }),
  "role-not-read": entry({
    text: (answer: string) => `cannot read the role. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:GetRole. Grant iam:GetRole on the role, or use another login",
    ],
    cause: `IAM did not return the role. ${DETAIL}`,
    fix: "Do what the message says. [Suspend and revoke](../how-to/suspend-and-revoke.md) lists the permissions.",
  }),
  "role-account-not-checked": entry({
    text: (account: string, name: string) =>
      `cannot check that the login is in account ${account}, so nothing was done. If it is, give the name instead of the ARN: ${name}`,
    sample: ["111122223333", "azure-orders"],
    cause:
      "An ARN can mean a role of another account than that of the login, and the role could not be read.",
    fix: "Run `aws sts get-caller-identity`. If the account is right, give the name of the role.",
  }),
  "role-is-another": entry({
    text: (given: string, found: string) =>
      `this login finds another role. Expected ${given}; got ${found}. Log in to the role's account, or correct the ARN`,
    sample: ["arn:aws:iam::111122223333:role/azure-orders", "arn:aws:iam::444455556666:role/azure-orders"],
    cause: "The account of the login, or the path of the role, is not the one of the ARN.",
    fix: "Run `aws sts get-caller-identity`, and use a login of the role's account.",
  }),
  "role-belongs-to-service": entry({
    text: (path: string) =>
      `the role belongs to an AWS service, which alone can change it. Expected a role of yours; got the path ${path}`,
    sample: ["/aws-service-role/support.amazonaws.com/"],
    cause: "IAM refuses changes to service-linked roles and to roles of IAM Identity Center.",
    fix: "Change it where it comes from: in the service, or in the permission set of IAM Identity Center.",
  }),
  "suspension-policy-replaced": entry({
    text: (document: string) => `another inline policy had this name, and is replaced: ${document}`,
    sample: ['{"Version":"2012-10-17","Statement":[]}'],
    cause: `The role had an inline policy with the name of the one that suspends. The message has its document.`,
    fix: "After resuming, put the policy back under another name: `aws iam put-role-policy`.",
  }),
  "suspension-policy-unseen": entry({
    text: () =>
      `${POLICY} was put before IAM answered whether another one had this name. If so, that one is replaced`,
    sample: [],
    cause: "IAM answered slowly, and cutting off open sessions does not wait for that.",
    fix: "Look in CloudTrail for an earlier `PutRolePolicy` of this name: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=PutRolePolicy`.",
  }),
  "suspension-policy-not-put": entry({
    text: (answer: string) => `sessions: cannot put ${POLICY}. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:PutRolePolicy. Grant iam:PutRolePolicy on the role, or use another login",
    ],
    cause: `Open sessions are not cut off. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "suspension-policy-no-room": entry({
    text: (command: string) =>
      `the role has no room for another inline policy. Deny everything by AWS's policy: ${command}`,
    sample: [
      "aws iam attach-role-policy --policy-arn arn:aws:iam::aws:policy/AWSDenyAll --role-name azure-orders",
    ],
    cause: "The inline policies of a role have at most 10,240 characters together.",
    fix: "Run the command of the message. To resume, detach the policy: `aws iam detach-role-policy`.",
  }),
  "suspension-policy-not-read-back": entry({
    text: (answer: string) => `sessions: ${POLICY} was put, but cannot be read back. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:GetRolePolicy. Grant iam:GetRolePolicy on the role, or use another login",
    ],
    cause: `The policy was accepted, but nothing proves it. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "suspension-policy-not-shown": entry({
    text: (seconds: number) =>
      `sessions: ${POLICY} was put, but IAM does not show it after ${seconds} seconds. Run the command again`,
    sample: [60],
    cause: "IAM's reads lag behind its writes, usually by a few seconds.",
    fix: AGAIN,
  }),
  "trust-policy-not-closed": entry({
    text: (answer: string) => `trust policy: cannot close it. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:UpdateAssumeRolePolicy. Grant iam:UpdateAssumeRolePolicy on the role, or use another login",
    ],
    cause: `The role can still be assumed. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "trust-policy-no-room": entry({
    text: (name: string, document: string) =>
      `the trust policy is full, even for a mark. Shorten it, or save it and replace it: aws iam update-assume-role-policy --role-name ${name} --policy-document '${document}'. Resume cannot restore a policy replaced by hand`,
    sample: ["azure-orders", '{"Version":"2012-10-17","Statement":[]}'],
    cause: "A trust policy has at most 2,048 characters, or what AWS raised the quota to.",
    fix: "Save the trust policy with `aws iam get-role --role-name NAME`, and run the command of the message.",
  }),
  "trust-policy-not-read-back": entry({
    text: (answer: string) => `trust policy: closed, but cannot be read back. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:GetRole. Grant iam:GetRole on the role, or use another login",
    ],
    cause: `The change was accepted, but nothing proves it. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "trust-policy-not-shown": entry({
    text: (change: "closed" | "restored", seconds: number) =>
      `trust policy: ${change}, but IAM does not show it after ${seconds} seconds. Run the command again`,
    sample: ["closed", 60],
    cause: "IAM's reads lag behind its writes, usually by a few seconds.",
    fix: AGAIN,
  }),
  "suspension-not-simulated": entry({
    text: (answer: string) => `simulation: not done, so reading back is the only proof. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:SimulatePrincipalPolicy. Grant iam:SimulatePrincipalPolicy on the role, or use another login",
    ],
    cause: `IAM's policy simulator did not answer. The suspension itself was read back. ${DETAIL}`,
    fix: "Grant `iam:SimulatePrincipalPolicy`, and run the command again. Without it, nothing else is missing.",
  }),
  "suspension-not-complete": entry({
    text: (actions: readonly string[]) =>
      `simulation: expected explicitDeny; got another decision for ${actions.join(", ")}. Run the command again`,
    sample: [["s3:GetObject"]],
    cause: "IAM's policy simulator does not count the inline policy yet, or counts another one.",
    fix: "Run the command again. If it remains, look at the role: `aws iam get-role-policy --role-name NAME --policy-name suspended`.",
  }),
  "suspension-policy-unreadable": entry({
    text: (answer: string) => `cannot read ${POLICY}. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:GetRolePolicy. Grant iam:GetRolePolicy on the role, or use another login",
    ],
    cause: `Resume must know whether the role has the policy that suspends. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "resume-without-allow": entry({
    text: () =>
      "trust policy: it holds no Allow to return to. The component leaves none if there is no room for both statements. Remove `suspended` from the program and run pulumi up --refresh",
    sample: [],
    cause:
      "A suspension keeps the earlier statements in the trust policy when there is room. Here there was none.",
    fix: "Remove `suspended` from the program and run `pulumi up --refresh`.",
  }),
  "suspension-policy-differs": entry({
    text: (document: string) =>
      `sessions: ${POLICY} is not the one that suspends, and stays. Got ${document}`,
    sample: ['{"Version":"2012-10-17","Statement":[]}'],
    cause:
      "Someone else wrote an inline policy with this name. Resume deletes only what suspend or the component wrote.",
    fix: "Delete it if nothing needs it: `aws iam delete-role-policy --role-name NAME --policy-name suspended`.",
  }),
  "trust-policy-stays-closed": entry({
    text: () =>
      "trust policy: still allows nobody, by a Deny that suspend did not write. It stays. Remove it by hand if you do not want it",
    sample: [],
    cause: "The trust policy has another statement that denies everyone.",
    fix: "Read it with `aws iam get-role --role-name NAME`, and remove the statement with `aws iam update-assume-role-policy`.",
  }),
  "trust-policy-not-restored": entry({
    text: (answer: string) => `trust policy: cannot restore it, so the role stays suspended. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:UpdateAssumeRolePolicy. Grant iam:UpdateAssumeRolePolicy on the role, or use another login",
    ],
    cause: DETAIL,
    fix: "Do what the message says, and run the command again.",
  }),
  "suspension-policy-not-deleted": entry({
    text: (answer: string) => `sessions: cannot delete ${POLICY}. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:DeleteRolePolicy. Grant iam:DeleteRolePolicy on the role, or use another login",
    ],
    cause: `The role can be assumed again, but its sessions may do nothing. ${DETAIL}`,
    fix: "Do what the message says, and run the command again.",
  }),
  "suspension-policy-still-shown": entry({
    text: (seconds: number) =>
      `sessions: ${POLICY} was deleted, but IAM still shows it after ${seconds} seconds. Run the command again`,
    sample: [60],
    cause: "IAM's reads lag behind its writes, usually by a few seconds.",
    fix: AGAIN,
  }),
});
