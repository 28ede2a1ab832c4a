import { Catalog, entry } from "./catalog";

/** The text of a finding. trust/analyze composes it; here each code has its cause, its fix, and a recorded sample. */
const found = (message: string): string => message;

/** The findings on trust policies, which `judge` and the policy pack report. */
export const FINDINGS = new Catalog("Findings on trust policies", {
  "policy-unreadable": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected a policy in JSON; found a policy that cannot be read (no access).",
    ],
    cause: "The policy could not be read at all, for example because it is nested too deeply.",
    fix: "Export the policy again as JSON: `aws iam get-role --role-name NAME`.",
  }),
  "policy-not-json": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected a policy in JSON; found a string that is not valid JSON (Expected property name or '}' in JSON at position 1).",
    ],
    cause: "The policy is a string that is not valid JSON.",
    fix: "Correct the JSON at the position that the message names.",
  }),
  "policy-not-an-object": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected an object with Version and Statement; found a policy that is not a JSON object.",
    ],
    cause: "The policy is valid JSON, but not an object.",
    fix: "Write an object with `Version` and `Statement`.",
  }),
  "member-repeated": entry({
    text: found,
    sample: [
      'Anyone may be able to assume this role: IAM may read the policy in another way. Trust policy: expected each member once; found the member "Statement" twice in one object.',
    ],
    cause: "An object has the same member twice. Readers of JSON differ in which of the two they use.",
    fix: "Remove one of the two members.",
  }),
  "member-unknown": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected Version, Id and Statement only; found the member "Statements".',
    ],
    cause: "The policy or a statement has a member that IAM does not know. It is often misspelled.",
    fix: "Rename the member to one of those that the message lists, or remove it.",
  }),
  "version-invalid": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected "Version": "2012-10-17"; found the version "2020-01-01".',
    ],
    cause:
      "IAM knows the versions `2012-10-17` and `2008-10-17` only. It is the version of the policy language, not of your policy.",
    fix: 'Set `"Version": "2012-10-17"`.',
  }),
  "statement-missing": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Trust policy: expected at least one statement in Statement; found no statement.",
    ],
    cause: "The policy has no statement.",
    fix: "Add at least one statement to `Statement`.",
  }),
  "statement-not-an-object": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected an object; found a statement that is not an object.",
    ],
    cause: "A member of `Statement` is not an object.",
    fix: "Write each statement as an object with `Effect`, `Principal`, `Action`, and `Condition`.",
  }),
  "sid-invalid": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected a string; found a Sid that is not a string.",
    ],
    cause: "A statement's `Sid` is not a string.",
    fix: "Write the `Sid` as a string, or omit it.",
  }),
  "effect-invalid": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected "Allow" or "Deny"; found the Effect "allow".',
    ],
    cause: "A statement has no `Effect`, or neither `Allow` nor `Deny`. Case counts.",
    fix: 'Set `Effect` to `"Allow"` or `"Deny"`.',
  }),
  "action-invalid": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected an Action; found no Action.",
    ],
    cause:
      "A statement has no `Action`, has `Action` and `NotAction` together, or names something that is not an action.",
    fix: 'Set `Action` to `"sts:AssumeRoleWithWebIdentity"`.',
  }),
  "principal-invalid": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected {"Federated": "<ARN arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>>"}; found no Principal.',
    ],
    cause:
      "A statement has no `Principal`, has `Principal` and `NotPrincipal` together, or names something that is not a principal.",
    fix: "Set `Principal` to the ARN of one OpenID Connect provider under `Federated`.",
  }),
  "condition-not-an-object": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected an object of operators; found the Condition [].",
    ],
    cause: "A `Condition`, or the block of an operator, is not an object.",
    fix: 'Write the condition as `{"StringEquals": {"KEY": "VALUE"}}`.',
  }),
  "condition-operator-unknown": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected one of IAM\'s, such as StringEquals; found the condition operator "StringEqual".',
    ],
    cause: "IAM has no condition operator of this name. It is often misspelled.",
    fix: "Use one of IAM's operators. `StringEquals` pins a claim to exact values.",
  }),
  "condition-key-repeated": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected each key once: the case of keys does not count; found STS.WINDOWS.NET/<tenant ID>/:SUB twice under StringEquals, in different case.",
    ],
    cause: "A key is twice under one operator, in different case. IAM ignores the case of keys.",
    fix: "Write the key once, with all values in one list.",
  }),
  "condition-value-invalid": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written: IAM rejects the policy. Statement 0: expected a string or a list of strings; found {} for sts.windows.net/<tenant ID>/:sub under StringEquals.",
    ],
    cause: "A condition's value is not a string, a number, or a Boolean.",
    fix: "Write a string, or a list of strings.",
  }),
  "provider-not-named": entry({
    text: found,
    sample: [
      'Anyone with a token from any identity provider of the account can assume this role. Statement 0, provider *: expected "Principal": {"Federated": "<ARN of one OpenID Connect provider>"}; found "Principal": "*", which takes in every identity provider, so no audience and no subject can be demanded.',
    ],
    cause: "The principal includes every identity provider, so the policy cannot demand the claims of one.",
    fix: "Name the ARN of one OpenID Connect provider under `Federated`.",
  }),
  "claim-not-pinned": entry({
    text: found,
    sample: [
      'Any identity in tenant <tenant ID> that can get a token that the provider accepts can assume this role. Statement 0, provider sts.windows.net/<tenant ID>/: expected sts.windows.net/<tenant ID>/:aud with exact values under StringEquals; found no condition on sts.windows.net/<tenant ID>/:aud. Unless the application requires assignment, that is every identity in the tenant. Add "Condition": {"StringEquals": {"sts.windows.net/<tenant ID>/:aud": "<application ID URI>", "sts.windows.net/<tenant ID>/:sub": "<principal ID of the managed identity>"}} to the statement.',
    ],
    cause:
      "No condition demands an exact audience (`aud`) or an exact subject (`sub`). Without the subject, every identity that can get a token for the audience can assume the role.",
    fix: "Add the condition that the message shows, with your own values. For Entra the subject is the principal ID: `az identity show --name NAME --resource-group GROUP --query principalId`.",
  }),
  "subject-binds-no-workload": entry({
    text: found,
    sample: [
      'Any customer of GitHub Actions can get a token with the subject "environment:production" and assume this role: the subject names no owner. Statement 0, provider token.actions.githubusercontent.com: expected token.actions.githubusercontent.com:sub with exact values under StringEquals, or patterns that begin with repo:<owner>/<name>: under StringLike, or patterns that begin with repository_id:<repository ID>: under StringLike; found ["environment:production"] on token.actions.githubusercontent.com:sub, which names no workload. Replace "StringEquals": {"token.actions.githubusercontent.com:sub": "environment:production"} with "StringEquals": {"token.actions.githubusercontent.com:sub": ["repo:<owner>/<name>:ref:refs/heads/<branch>", "repo:<owner>@<owner ID>/<name>@<repository ID>:ref:refs/heads/<branch>"]}.',
    ],
    cause: "The issuer serves many customers, and each of them can get a token with this subject.",
    fix: "Pin a subject that names the owner, such as `repo:<owner>/<name>:ref:refs/heads/main` for GitHub. [Issuers](issuers.md) lists the forms.",
  }),
  "claim-value-is-placeholder": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected your own value in its place; found "<principal ID>", in which a placeholder was left.',
    ],
    cause: "A placeholder such as `<owner>` was left in a value. No token has it.",
    fix: "Replace the placeholder with your own value.",
  }),
  "claim-value-impossible": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected the subject that the tokens carry; found an empty string.",
    ],
    cause: "The conditions contradict each other, or the value is empty. No token meets them.",
    fix: "Write the value that the tokens carry, under one operator.",
  }),
  "claim-value-literal": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected the exact value; found "*", in which * and ? are literal.',
    ],
    cause:
      "Under `StringEquals`, `*` and `?` are literal. So is `${` with a policy version before `2012-10-17`.",
    fix: "Write the exact value. `StringLike` reads wildcards, but only bounded patterns are accepted.",
  }),
  "claim-has-several-values": entry({
    text: found,
    sample: [
      "A token that names other values in addition to the listed audience can assume this role too. Statement 0, provider sts.windows.net/<tenant ID>/: expected StringEquals; found ForAnyValue:StringEquals, which also accepts a token that names other values.",
    ],
    cause: "With `ForAnyValue:`, one of several values in the token is enough.",
    fix: "Use the operator without `ForAnyValue:`.",
  }),
  "application-not-pinned": entry({
    text: found,
    sample: [
      "The identity can assume this role with a token for any API of the tenant. Statement 0, provider login.microsoftonline.com/<tenant ID>/v2.0: found the calling identity's client ID, which does not pin the application.",
    ],
    cause:
      "With tokens of version 2, AWS compares the calling identity's client ID (`azp`) in place of the audience.",
    fix: "Pin `oaud`, which AWS fills from the tokens' own audience, or use tokens of version 1, or accept this note.",
  }),
  "audience-not-a-client-id": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written. Statement 0, provider login.microsoftonline.com/<tenant ID>/v2.0: expected the managed identity's client ID, because AWS compares the tokens' azp; found an audience that is not a client ID, with tokens of version 2.",
    ],
    cause: "With tokens of version 2, AWS compares the client ID (`azp`), so another audience never matches.",
    fix: "Pin the managed identity's client ID: `az identity show --name NAME --resource-group GROUP --query clientId`.",
  }),
  "audience-held-by-others": entry({
    text: found,
    sample: [
      'Any service that receives a token of "<tenant ID>" for Azure Resource Manager can replay it and assume this role. Statement 0, provider sts.windows.net/<tenant ID>/: expected your own application\'s ID URI; found "https://management.azure.com/", the audience of Azure Resource Manager.',
    ],
    cause:
      "The audience is a resource of Microsoft's. The workload sends such tokens to services and third parties, and AWS STS cannot tell who sends one.",
    fix: "Register your own application, request tokens for its application ID URI, and pin that.",
  }),
  "audience-never-issued": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected your own application\'s ID URI; found "https://graph.microsoft.com", whose tokens only Microsoft Graph can verify.',
    ],
    cause:
      "No token that AWS STS accepts from this issuer has the audience: others cannot verify such tokens, they are of another version, or AWS compares the client that gets them.",
    fix: "Pin the audience that the message shows.",
  }),
  "provider-name-differs": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>: expected oidc-provider/sts.windows.net/<tenant ID>/, as in the tokens' iss; found the provider sts.windows.net/<tenant ID>.",
    ],
    cause: "The provider's name differs from the `iss` claim of the tokens, often in the slash at its end.",
    fix: "Name the provider as the message shows it, and create it with exactly that URL.",
  }),
  "provider-of-another-account": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected a provider of the role's own account 444455556666; found a provider of account 111122223333.",
    ],
    cause:
      "The role and the provider are in different accounts. AWS accepts a provider of the role's own account only.",
    fix: "Create the provider in the role's account, and name its ARN.",
  }),
  "condition-key-unfilled": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written, according to AWS's documentation. Statement 0, provider sts.windows.net/<tenant ID>/: found a condition on sts.windows.net/<tenant ID>/:name, which AWS does not fill from the tokens of Entra. The condition replaces no condition on aud or sub.",
    ],
    cause:
      "AWS fills only some keys from the tokens of an issuer. A condition that demands another key is never met.",
    fix: "Use one of the keys that the message lists.",
  }),
  "condition-key-foreign": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written. Statement 0, provider sts.windows.net/<tenant ID>/: expected sts.windows.net/<tenant ID>/:sub; found a condition on accounts.google.com:sub, which is another provider\'s key. Replace "StringEquals": {"accounts.google.com:sub": "1"} with "StringEquals": {"sts.windows.net/<tenant ID>/:sub": "1"}.',
    ],
    cause: "A condition demands a claim of another provider than the statement names. No token has it.",
    fix: "Use the statement's own provider in the key. Write one statement per provider.",
  }),
  "condition-key-without-effect": entry({
    text: found,
    sample: [
      "This condition does not limit who can assume this role. Statement 0, provider sts.windows.net/<tenant ID>/: expected sts.windows.net/<tenant ID>/:sub; found a condition on accounts.google.com:sub, which has no effect: which is another provider's key.",
    ],
    cause: "A condition is on the key of another provider, and every token meets it.",
    fix: "Use the statement's own provider in the key, or remove the condition.",
  }),
  "role-not-authorized-by-issuer": entry({
    text: found,
    sample: [
      "Nobody can assume this role as written, according to AWS's documentation. Statement 0, provider sts.windows.net/<tenant ID>/: found a condition on sts:RoleAuthorizedByIdp, which is false for Entra: its tokens have no claim https://aws.amazon.com/roles.",
    ],
    cause: "`sts:RoleAuthorizedByIdp` asks for a claim that Entra's tokens do not have.",
    fix: "Remove the condition.",
  }),
  "claim-stands-in": entry({
    text: found,
    sample: [
      "In place of the subject, accounts.google.com:aud identifies who can assume this role. Statement 0: found \"107000000000000000001\" on accounts.google.com:aud, a service account's unique ID, which AWS compares with the tokens' azp. The tokens' own audience is accounts.google.com:oaud.",
    ],
    cause: "Another claim than the subject identifies the caller. `judge` accepts it.",
    fix: "Pin the subject too, if you know it.",
  }),
  "subject-never-issued": entry({
    text: found,
    sample: [
      'Nobody can assume this role as written. Statement 0, provider token.actions.githubusercontent.com: found ["repo:acme"] on token.actions.githubusercontent.com:sub, which matches no subject of GitHub Actions.',
    ],
    cause: "The issuer issues no token whose subject matches the value.",
    fix: "Write a subject in the form that the message shows.",
  }),
});
