/** Answers of the real IAM to trust policies, compared with the lab's. */
import assert from "node:assert/strict";
import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { ACCOUNT, describeWithFederation, trustPolicy, V1 } from "../federation";
import recording from "./trust-write-answers.json";

interface Row {
  readonly issuer: string;
  readonly case: string;
  readonly condition?: object;
  readonly effect?: string;
  readonly action?: string;
  readonly refused?: string;
}

const ROWS = recording.rows as readonly Row[];
const COGNITO = "cognito-identity.amazonaws.com";
const RoleName = "recorded";

/**
 * Refusals of AWS that the lab does not play: it accepts the policy. AWS demands a condition for issuers that many customers share, and
 * this project's own roles trust Entra, for which it demands none.
 */
const NOT_PLAYED =
  /^(?:Trust policy with trusted principal |A condition block must be present for the Cognito provider$)/;

describeWithFederation("IAM of the AWS double, given the trust policies of a recording", {}, function (lab) {
  this.timeout(60_000);

  before(async () => {
    await lab().iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy(V1) }));
  });

  const providerOf = (issuer: string): string =>
    issuer === COGNITO ? issuer : `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;

  async function answer({ issuer, condition, effect, action }: Row): Promise<string> {
    const Statement = {
      Effect: effect ?? "Allow",
      Principal: { Federated: providerOf(issuer) },
      Action: action ?? "sts:AssumeRoleWithWebIdentity",
      ...(condition === undefined ? {} : { Condition: condition }),
    };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    try {
      await lab().iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      return "accepted";
    } catch (error) {
      const { name, message } = error as Error;
      return `${name}: ${message}`;
    }
  }

  for (const row of ROWS) {
    const { issuer, case: name, refused } = row;
    const isPlayed = refused === undefined || !NOT_PLAYED.test(refused);
    it(`${issuer} ${name}${isPlayed ? "" : ", whose refusal is not played"}`, async () => {
      const text = refused?.replace("{provider}", providerOf(issuer));
      const recorded = text === undefined ? "accepted" : `MalformedPolicyDocumentException: ${text}`;
      assert.equal(await answer(row), isPlayed ? recorded : "accepted");
    });
  }

  it("was asked 63 of the recorded questions, and plays all but 31 answers", () => {
    const notPlayed = ROWS.filter(({ refused }) => refused !== undefined && NOT_PLAYED.test(refused));
    assert.deepEqual([ROWS.length, notPlayed.length], [63, 31]);
  });
});
