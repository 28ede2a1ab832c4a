import assert from "node:assert/strict";
import { type JudgeOptions, judgePartialPolicy, judgeTrustPolicy, unknownMark } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, PROVIDER, SUB, SUBJECT, TENANT } from "../entra-policy";
import { federatedPolicy } from "../federated-policy";

/** What comes of a policy's violations, in their order. */
const consequences = (document: unknown, options?: JudgeOptions): string[] =>
  judgeTrustPolicy(document, options)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ consequence, detail }) => (detail === "" ? consequence : `${consequence} ${detail}`));

const GITHUB = "token.actions.githubusercontent.com";
const UNLESS = "Unless the application requires assignment, that is every identity in the tenant.";

/** A policy for one provider with conditions under StringEquals, by claim. */
function trust(provider: string, claims: Record<string, unknown>, operator = "StringEquals"): unknown {
  const block = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
  );
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition: { [operator]: block },
  });
}

describe("who gets in by a claim that is not pinned", () => {
  it("is every identity of the tenant with a token for the audience, if only the audience is", () => {
    assert.deepEqual(consequences(policyWithSubject({})), [
      `Any identity in tenant ${TENANT} that can get a token for audience "${AUDIENCE}" can assume this role. ${UNLESS}`,
    ]);
  });

  it("is the subject with a token for another audience, if only the subject is", () => {
    assert.deepEqual(consequences(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })), [
      `Only the subject "${SUBJECT}" can assume this role, but with a token for any application of the tenant that the provider lists.`,
    ]);
  });

  it("is whoever has a token of the tenant's, if neither is", () => {
    const everyone = `Any identity in tenant ${TENANT} that can get a token that the provider accepts can assume this role. ${UNLESS}`;
    assert.deepEqual(consequences(policy({ Condition: undefined })), [everyone, everyone]);
  });

  it("is whoever has a subject like the pattern", () => {
    assert.deepEqual(consequences(policyWithSubject({ StringLike: { [SUB]: ["a*", "b*", "c*", "d*"] } })), [
      `Anyone with a token for audience "${AUDIENCE}" whose subject is like "a*" or "b*" or "c*" or 1 more can assume this role.`,
    ]);
    assert.deepEqual(consequences(policy({ Condition: { StringLike: { [AUD]: "*", [SUB]: "a*" } } })), [
      'Anyone with a token whose subject is like "a*" can assume this role.',
      'Anyone with a token whose subject is like "a*" can assume this role.',
    ]);
  });

  it("is the one client and its users, with Entra's tokens of version 2", () => {
    const [open] = consequences(trust(`login.microsoftonline.com/${TENANT}/v2.0`, { aud: SUBJECT }));
    assert.equal(
      open,
      `Anyone who gets a token through the client ID "${SUBJECT}" can assume this role: that identity, and every user who signs in with it.`,
    );
  });

  it("is every workflow at GitHub", () => {
    assert.deepEqual(consequences(trust(GITHUB, { aud: "sts.amazonaws.com" })), [
      'Any workflow of any GitHub repository with a token for audience "sts.amazonaws.com" can assume this role. ' +
        'IAM rejects such a policy today: "Trust policy with trusted principal <provider> must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ' +
        'token.actions.githubusercontent.com:sub or token.actions.githubusercontent.com:job_workflow_ref which is not scoped to all." ' +
        "Roles that are older than that check still work.",
    ]);
  });

  it("is whoever any other issuer gives such a token", () => {
    assert.deepEqual(consequences(trust("oidc.example.com", { aud: "aws" })), [
      'Anyone who gets a token for audience "aws" from this issuer can assume this role. The issuer is not in the table of known issuers, so it may serve more than one organization.',
    ]);
  });

  it("is the subject by a condition that is true without it, with any audience that nothing pins", () => {
    const other = "oidc.example.com";
    const only =
      'Only the subject "x" can assume this role: every token has a subject, and STS rejects one without. ' +
      'The policy itself lets a token without a subject in: only STS keeps it out ("Missing a required claim: sub").';
    const open = `${only} A token for any audience that the provider lists will do.`;
    for (const [audience, clientIds, expected] of [
      [{}, [], [open, open]],
      [{}, ["a", "b"], [open, open]],
      [{}, ["a"], [only]],
      [{ StringLike: { aud: "a*" } }, [], [open, open]],
      [{ "ForAllValues:StringEquals": { aud: "a" } }, [], [only, only]],
      [{ StringEquals: { aud: "a" } }, [], [only]],
    ] as const) {
      const document = federatedPolicy(other, { StringEqualsIfExists: { sub: "x" }, ...audience });
      const options = { createdProviders: [{ name: other, clientIds }] };
      assert.deepEqual(consequences(document, options), expected, JSON.stringify([audience, clientIds]));
    }
  });

  it("is every workload of the owner in an exact subject", () => {
    const sub = "repository_owner:contoso";
    assert.deepEqual(consequences(trust(GITHUB, { aud: "sts.amazonaws.com", sub })), [
      `Every workload of the owner that "${sub}" names can assume this role.`,
    ]);
  });

  it("is every customer of Microsoft's services by their subject, and every service by a pattern", () => {
    const microsoft = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const rejected =
      'IAM rejects such a policy today: "Trust policy with trusted principal <provider> must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ' +
      'sts:RoleSessionName which is not scoped to all." Roles that are older than that check still work.';
    const customers = `Any customer of Microsoft's services can have the service assume this role: the subject "${SUBJECT}" is the service's own, the same for every customer.`;
    const services = `Any service in Microsoft's own tenant with a token for audience "api://a" can assume this role.`;
    for (const [sub, who] of [
      [SUBJECT, customers],
      ["0b5c*", services],
    ] as const) {
      const document = federatedPolicy(microsoft, { StringEquals: { aud: "api://a" }, StringLike: { sub } });
      assert.deepEqual(consequences(document), [`${who} ${rejected}`]);
    }
  });

  it("is the owner's organization only by an exact value of a claim that names the owner", () => {
    const own = (aud: string): string =>
      `Anyone in the owner's own organization with a token for audience "${aud}" can assume this role: nothing pins the workload.`;
    const all = "Any deployment of any Vercel team can assume this role.";
    const [vercel, team] = ["oidc.vercel.com", "https://vercel.com/a"];
    assert.deepEqual(consequences(trust(vercel, { aud: team })), [own(team)]);
    assert.deepEqual(consequences(trust(vercel, { aud: `${team}*` }, "StringLike")), [all, all]);
    const aud = "sts.amazonaws.com";
    const everyone = `Any workflow of any GitHub repository with a token for audience "${aud}" can assume this role.`;
    for (const [repository_owner_id, expected] of [
      [["1", "2"], own(aud)],
      ["1*", everyone],
      ["${aws:PrincipalTag/owner}", everyone],
    ] as const) {
      // IAM demands one of two claims; this one binds nobody.
      const claims = { aud, repository_owner_id, job_workflow_ref: "contoso/ci/.github/workflows/w.yml@v1" };
      assert.deepEqual(consequences(trust(GITHUB, claims, "StringLike")), [expected]);
    }
  });

  it("follows from an exact audience of an Entra issuer, by the version of the tokens", () => {
    const version2 = `login.microsoftonline.com/${TENANT}/v2.0`;
    const devOps = "499b84ac-1321-427f-aa17-267ca6975798";
    const connections = `Any service connection of Azure DevOps that can get a token of tenant ${TENANT} can assume this role.`;
    const anyWith = (tokens: string, detail = UNLESS): string =>
      `Any identity in tenant ${TENANT} that can get ${tokens} can assume this role. ${detail}`;
    const everyone =
      "That is every identity in the tenant: nobody needs an assignment to a resource of Microsoft's.";
    for (const [provider, aud, expected] of [
      [version2, devOps, connections],
      [PROVIDER, devOps, anyWith(`a token for audience "${devOps}"`, everyone)],
      [PROVIDER, "https://management.azure.com/*", anyWith("a token that the provider accepts")],
      [version2, [SUBJECT, "api://a"], anyWith(`a token for audience "${SUBJECT}" or "api://a"`)],
    ] as const) {
      assert.equal(consequences(trust(provider, { aud }, "StringLike")).at(-1), expected);
    }
  });

  it("is the tenant, if the name of Entra's provider does not show which one", () => {
    const [finding] = judgeTrustPolicy(trust("sts.windows.net/contoso/", { aud: "a" })).findings;
    assert.deepEqual(
      [finding?.reach, finding?.consequence],
      ["tenant", 'Any identity in that Entra tenant with a token for audience "a" can assume this role.'],
    );
  });

  it("is the narrowest crowd of the issuers that could be behind a provider of unknown name", () => {
    const anyone = 'Anyone who gets a token for audience "a" from this issuer can assume this role.';
    const worse = "It can be worse: depending on <Ref Issuer>, anyone can assume this role.";
    // IAM demands the subject beside this claim of one issuer, and the provider may be of another.
    for (const claims of [{}, { project_id: "1" }]) {
      const document = trust(unknownMark("Ref Issuer"), { aud: "a", ...claims });
      const { verdict, findings } = judgePartialPolicy(document);
      assert.deepEqual(
        [verdict, ...findings.map(({ reach, consequence, detail }) => [reach, consequence, detail])],
        ["rejected", ["tenant", anyone, worse]],
      );
    }
  });

  it("does not hang on a Deny", () => {
    const document = policyWithSubject({});
    (document.Statement as unknown[]).push({ Effect: "Deny", Principal: "*", Action: "sts:*" });
    assert.match(consequences(document)[0] ?? "", / The policy's Deny statement does not change that\.$/);
  });

  it("is the repository, also in a role that is older than IAM's demand for a subject", () => {
    const github = "token.actions.githubusercontent.com";
    const rejected =
      'IAM rejects such a policy today: "Trust policy with trusted principal <provider> must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ' +
      `${github}:sub or ${github}:job_workflow_ref which is not scoped to all." Roles that are older than that check still work.`;
    const open = judgeTrustPolicy(trust(github, { repository_id: "1" }));
    assert.deepEqual(
      [open.reach, open.findings.map(({ consequence, detail }) => `${consequence} ${detail}`)],
      [
        "replay",
        Array<string>(2).fill(
          `Only the repository "1" can assume this role, but with a token for any audience that the provider lists, even one meant for another service. ${rejected}`,
        ),
      ],
    );
    const pinned = judgeTrustPolicy(trust(github, { aud: "sts.amazonaws.com", repository_id: "1" }));
    assert.deepEqual(
      [pinned.reach, pinned.findings.map(({ consequence, detail }) => `${consequence} ${detail}`)],
      [
        "replay",
        [
          `Only the repository "1" can assume this role. The policy itself lets a token without a subject in: only STS keeps it out ("Missing a required claim: sub"). ${rejected}`,
        ],
      ],
    );
  });
});
