import assert from "node:assert/strict";
import {
  CloudTrailClient,
  type CloudTrailServiceException,
  LookupEventsCommand,
} from "@aws-sdk/client-cloudtrail";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { explainEvents, readEvents } from "../../../cli/explain/cloudtrail/events";
import {
  ACCOUNT,
  AUDIENCE,
  describeWithFederation,
  type Federation,
  V1,
} from "../../../lab/testing/federation";

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/DevTeam-S3ReadOnlyAccess`;

/** Requests a session. @returns the code of the refusal, or "" */
async function assume({ aws }: Federation, WebIdentityToken: string): Promise<string> {
  const sts = new STSClient({ endpoint: aws.url, region: "eu-west-1" });
  const request = { RoleArn, RoleSessionName: "vm1", WebIdentityToken };
  return sts.send(new AssumeRoleWithWebIdentityCommand(request)).then(
    () => "",
    (error: unknown) => (error as Error).name,
  );
}

async function events({ aws }: Federation): Promise<string> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...keys } = aws.rootEnvironment();
  const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY };
  const client = new CloudTrailClient({ endpoint, region, credentials });
  const LookupAttributes = [
    { AttributeKey: "EventName" as const, AttributeValue: "AssumeRoleWithWebIdentity" },
  ];
  return JSON.stringify(await client.send(new LookupEventsCommand({ LookupAttributes })));
}

describeWithFederation("the event history of the lab", { recordsEvents: true }, (federation) => {
  it("has no event of a token that STS refuses, or takes", async () => {
    assert.equal(await assume(federation(), await federation().token()), "");
    const token = await federation().token({ aud: "api://nobody" });
    assert.equal(await assume(federation(), token), "InvalidIdentityTokenException");
    assert.deepEqual(readEvents(await events(federation())), []);
  });

  it("has an event of a token that the trust policy refuses, in the recorded form", async () => {
    assert.equal(await assume(federation(), await federation().token({ sub: "stranger" })), "AccessDenied");
    const found = explainEvents(readEvents(await events(federation())));
    assert.deepEqual(
      found.map(({ errorCode, half, role, token, count }) => ({ errorCode, half, role, token, count })),
      [
        {
          errorCode: "AccessDenied",
          half: "trust-policy",
          role: RoleArn,
          token: {
            provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${V1.replace("https://", "")}`,
            audience: AUDIENCE,
            subject: "stranger",
          },
          count: 1,
        },
      ],
    );
  });
});

describeWithFederation("the event history of a lab that records none", {}, (federation) => {
  it("is refused at once, so nobody waits for an event", async () => {
    assert.equal(await assume(federation(), await federation().token({ sub: "stranger" })), "AccessDenied");
    await assert.rejects(events(federation()), (error: CloudTrailServiceException) => {
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  });
});
