import assert from "node:assert/strict";
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describeWithFederation, ROLE_ARN } from "../../testing/federation";

describeWithFederation("Time that passes for sessions", {}, function (lab) {
  this.timeout(60_000);

  async function session(DurationSeconds: number): Promise<STSClient> {
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = lab().aws.environment();
    const { Credentials: given } = await new STSClient({ endpoint, region }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: ROLE_ARN,
        RoleSessionName: "test",
        WebIdentityToken: await lab().token(),
        DurationSeconds,
      }),
    );
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
    };
    return new STSClient({ endpoint, region, credentials });
  }

  it("ends those whose time is over, and no others", async () => {
    const [short, long] = [await session(3600), await session(7200)];
    await lab().aws.ageSessions(3590);
    for (const one of [short, long]) {
      await one.send(new GetCallerIdentityCommand());
    }
    await lab().aws.ageSessions(20);
    await assert.rejects(short.send(new GetCallerIdentityCommand()), { name: "ExpiredToken" });
    await long.send(new GetCallerIdentityCommand());
  });

  it("passes for nobody who asks the double itself", async () => {
    const before = await session(3600);
    const address = `${lab().aws.url}/_lab/sessions/age?seconds=9999`;
    for (const secret of ["", "guess"]) {
      const answer = await fetch(address, { method: "POST", headers: { "x-lab-web-identity": secret } });
      assert.notEqual(answer.status, 204);
    }
    await before.send(new GetCallerIdentityCommand());
  });
});
