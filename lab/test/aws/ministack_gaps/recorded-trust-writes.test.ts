/** Answers of the real IAM to trust policies, compared with the lab's. */
import assert from "node:assert/strict";
import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { ACCOUNT, describeWithFederation, trustPolicy, V1 } from "../../../testing/federation";
import recording from "./trust-write-answers.json";

interface Issuer {
  readonly issuer: string;
  /** The condition key that most rows use. */
  readonly key: string;
  /** The text for an issuer without a scoped condition. */
  readonly refusal?: string;
  /** The text for Cognito without any condition. */
  readonly without?: string;
}

interface Row {
  readonly case: string;
  /** The issuers that each file of the recording asks about. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
  readonly condition?: object;
  readonly effect?: string;
  readonly action?: string;
  /** What differs in a second statement, which has no condition. */
  readonly then?: { readonly effect?: string; readonly issuer?: string };
  readonly refused?: string;
}

const ISSUERS: Readonly<Record<string, Issuer>> = recording.issuers;
const ROWS = recording.rows as readonly Row[];
const SIGN_IN = /^(?:cognito-identity\.amazonaws|accounts\.google|www\.amazon|graph\.facebook)\.com$/;
const ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/`;
const RoleName = "recorded";

const ASKED = ROWS.flatMap((row) =>
  Object.entries(row.asked).flatMap(([file, names]) => names.map((name) => ({ row, file, name }))),
);

function providerOf({ issuer }: Issuer): string {
  return SIGN_IN.test(issuer) ? issuer : `${ARN}${issuer}`;
}

function issuerOf(name: string): Issuer {
  const issuer = ISSUERS[name];
  assert.ok(issuer, name);
  return issuer;
}

function policyOf(row: Row, issuer: Issuer): string {
  const { condition, effect = "Allow", action: Action = "sts:AssumeRoleWithWebIdentity", then } = row;
  const first = { Effect: effect, Principal: { Federated: providerOf(issuer) }, Action };
  const second = {
    ...first,
    Effect: then?.effect ?? effect,
    Principal: { Federated: providerOf(then?.issuer === undefined ? issuer : issuerOf(then.issuer)) },
  };
  const conditional = condition === undefined ? first : { ...first, Condition: condition };
  const Statement = then === undefined ? conditional : [conditional, second];
  return JSON.stringify({ Version: "2012-10-17", Statement })
    .replaceAll("{key}", issuer.key)
    .replaceAll("{KEY}", issuer.key.toUpperCase())
    .replaceAll("{issuer}", issuer.issuer);
}

function recordedAnswer({ refused }: Row, issuer: Issuer): string {
  if (refused === undefined) {
    return "accepted";
  }
  const text = { refusal: issuer.refusal, without: issuer.without }[refused] ?? refused;
  return `MalformedPolicyDocumentException: ${text.replace("{arn}", ARN)}`;
}

describe("The recording of trust policies", () => {
  it("has the 324 answers of its four files", () => {
    for (const [file, [, answers]] of Object.entries(recording.files)) {
      assert.equal(ASKED.filter((asked) => asked.file === file).length, answers, file);
    }
    assert.equal(ASKED.length, 324);
  });
});

describeWithFederation("IAM of the AWS double, given the trust policies of a recording", {}, function (lab) {
  this.timeout(60_000);

  before(async () => {
    await lab().iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy(V1) }));
  });

  async function answer(PolicyDocument: string): Promise<string> {
    try {
      await lab().iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      return "accepted";
    } catch (error) {
      const { name, message } = error as Error;
      return `${name}: ${message}`;
    }
  }

  for (const { row, file, name } of ASKED) {
    it(`${file} ${name} ${row.case}`, async () => {
      const issuer = issuerOf(name);
      assert.equal(await answer(policyOf(row, issuer)), recordedAnswer(row, issuer));
    });
  }

  const sentinel = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
  const documented = [
    [sentinel, "sts:RoleSessionName"],
    ["api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"],
    ["scalr.io", "scalr.io:sub"],
  ] as const;

  for (const [issuer, claim] of documented) {
    it(`demands ${claim} for ${issuer}, as AWS documents it and nobody has recorded`, async () => {
      const url = `https://${issuer}`;
      assert.equal(
        await answer(trustPolicy(url)),
        `MalformedPolicyDocumentException: Trust policy with trusted principal ${issuer} must evaluate, using StringEquals, ` +
          `StringLike or StringEqualsIgnoreCase, ${claim} which is not scoped to all.`,
      );
      assert.equal(await answer(trustPolicy(url, { StringEquals: { [claim]: "one" } })), "accepted");
    });
  }

  const actions = [
    ["Action", "sts:assumerole*", true],
    ["Action", "sts:AssumeRoleWithWebIdentit?", true],
    ["Action", "sts:AssumeRoleWithSAML", false],
    ["Action", "sts:AssumeRoleWithWebIdentit[xy]", false],
    ["NotAction", "sts:assumerolewith*", false],
    ["NotAction", "sts:AssumeRoleWithWebIdentit[xy]", true],
  ] as const;

  for (const [element, pattern, isRefused] of actions) {
    it(`demands ${isRefused ? "a" : "no"} condition for a shared issuer with the ${element} ${pattern}`, async () => {
      const gitlab = issuerOf("gitlab");
      const Statement = { Effect: "Allow", Principal: { Federated: providerOf(gitlab) }, [element]: pattern };
      assert.equal(
        await answer(JSON.stringify({ Version: "2012-10-17", Statement })),
        isRefused ? `MalformedPolicyDocumentException: ${gitlab.refusal ?? ""}` : "accepted",
      );
    });
  }

  for (const NotAction of ["sts:*", "sts:assumeRoleWithWebIdentity"]) {
    it(`refuses the NotAction ${NotAction} as it refuses the same Action`, async () => {
      const Statement = {
        Effect: "Allow",
        Principal: { Federated: providerOf(issuerOf("gitlab")) },
        NotAction,
      };
      assert.equal(
        await answer(JSON.stringify({ Version: "2012-10-17", Statement })),
        "MalformedPolicyDocumentException: AssumeRole policy may only specify STS AssumeRole actions.",
      );
    });
  }

  it("demands no condition for a tenant of Entra", async () => {
    assert.equal(await answer(trustPolicy(V1)), "accepted");
  });

  it("refuses a new role as it refuses the policy of an existing one", async () => {
    const refused = ROWS.find((row) => row.case === "missing" && row.refused === "refusal");
    assert.ok(refused);
    const gitlab = issuerOf("gitlab");
    const AssumeRolePolicyDocument = policyOf(refused, gitlab);
    await assert.rejects(
      lab().iam.send(new CreateRoleCommand({ RoleName: "another", AssumeRolePolicyDocument })),
      {
        name: "MalformedPolicyDocumentException",
        message: gitlab.refusal ?? "",
      },
    );
  });
});
