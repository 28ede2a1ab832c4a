import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** The inline policy of a suspension, as messages call it. */
const POLICY = 'the inline policy "suspended"';

/**
 * Problems and warnings of `suspend` and `resume`. Texts with an `answer` end with what AWS answered and what to do about it:
 * the message of an `IamError` of cli/roles.
 */
export const SUSPENDING = new Catalog({
  "role-not-given": entry({
    text: () => "no role given. Expected one or more roles, by name or ARN",
  }),
  "role-reference-invalid": entry({
    text: (given: string) =>
      `not a role. Expected a name of up to 64 letters, digits and +=,.@_- or an ARN such as arn:aws:iam::111122223333:role/azure-orders; got ${quoted(given)}`,
  }),
  "aws-login-none": entry({
    text: (answer: string) =>
      `no AWS login: ${answer}. Log in with aws sso login, set AWS_PROFILE, or give --profile`,
  }),
  "role-not-found": entry({
    text: (name: string, given: string) =>
      `no role ${name} in the account of this login. Expected an existing role; got ${quoted(given)}. Check the login: aws sts get-caller-identity`,
  }),
  "role-not-read": entry({
    text: (answer: string) => `cannot read the role. ${answer}`,
  }),
  "role-account-not-checked": entry({
    text: (account: string, name: string) =>
      `cannot check that the login is in account ${account}, so nothing was done. If it is, give the name instead of the ARN: ${name}`,
  }),
  "role-is-another": entry({
    text: (given: string, found: string) =>
      `this login finds another role. Expected ${given}; got ${found}. Log in to the role's account, or correct the ARN`,
  }),
  "role-belongs-to-service": entry({
    text: (path: string) =>
      `the role belongs to an AWS service, which alone can change it. Expected a role of yours; got the path ${path}`,
  }),
  "suspension-policy-replaced": entry({
    text: (document: string) => `another inline policy had this name, and is replaced: ${document}`,
  }),
  "suspension-policy-unseen": entry({
    text: () =>
      `${POLICY} was put before IAM answered whether another one had this name. If so, that one is replaced`,
  }),
  "suspension-policy-not-put": entry({
    text: (answer: string) => `sessions: cannot put ${POLICY}. ${answer}`,
  }),
  "suspension-policy-no-room": entry({
    text: (command: string) =>
      `the role has no room for another inline policy. Deny everything by AWS's policy: ${command}`,
  }),
  "suspension-policy-not-read-back": entry({
    text: (answer: string) => `sessions: ${POLICY} was put, but cannot be read back. ${answer}`,
  }),
  "suspension-policy-not-shown": entry({
    text: (seconds: number) =>
      `sessions: ${POLICY} was put, but IAM does not show it after ${seconds} seconds. Run the command again`,
  }),
  "trust-policy-not-closed": entry({
    text: (answer: string) => `trust policy: cannot close it. ${answer}`,
  }),
  "trust-policy-no-room": entry({
    text: (name: string, document: string) =>
      `the trust policy is full, even for a mark. Shorten it, or save it and replace it: aws iam update-assume-role-policy --role-name ${name} --policy-document '${document}'. Resume cannot restore a policy replaced by hand`,
  }),
  "trust-policy-not-read-back": entry({
    text: (answer: string) => `trust policy: closed, but cannot be read back. ${answer}`,
  }),
  "trust-policy-not-shown": entry({
    text: (change: "closed" | "restored", seconds: number) =>
      `trust policy: ${change}, but IAM does not show it after ${seconds} seconds. Run the command again`,
  }),
  "suspension-not-simulated": entry({
    text: (answer: string) => `simulation: not done, so reading back is the only proof. ${answer}`,
  }),
  "suspension-not-complete": entry({
    text: (actions: readonly string[]) =>
      `simulation: expected explicitDeny; got another decision for ${actions.join(", ")}. Run the command again`,
  }),
  "suspension-policy-unreadable": entry({
    text: (answer: string) => `cannot read ${POLICY}. ${answer}`,
  }),
  "resume-without-allow": entry({
    text: () =>
      "trust policy: it holds no Allow to return to. The component leaves none if there is no room for both statements. Remove `suspended` from the program and run pulumi up --refresh",
  }),
  "suspension-policy-differs": entry({
    text: (document: string) =>
      `sessions: ${POLICY} is not the one that suspends, and stays. Got ${document}`,
  }),
  "trust-policy-stays-closed": entry({
    text: () =>
      "trust policy: still allows nobody, by a Deny that suspend did not write. It stays. Remove it by hand if you do not want it",
  }),
  "trust-policy-not-restored": entry({
    text: (answer: string) => `trust policy: cannot restore it, so the role stays suspended. ${answer}`,
  }),
  "suspension-policy-not-deleted": entry({
    text: (answer: string) => `sessions: cannot delete ${POLICY}. ${answer}`,
  }),
  "suspension-policy-still-shown": entry({
    text: (seconds: number) =>
      `sessions: ${POLICY} was deleted, but IAM still shows it after ${seconds} seconds. Run the command again`,
  }),
});
