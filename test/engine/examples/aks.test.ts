/** examples/aks in the lab: the pod lists its bucket by the cluster's own token, other service accounts do not. */
import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { KubernetesCluster } from "../../../lab/azure";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import { allowDeployer, ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing, sessionsOf } from "./usual-promises";

interface Outputs {
  readonly clusterName: string;
  readonly issuer: string;
  readonly roleArn: string;
  readonly manifest: string;
}

describe("examples/aks", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let outputs: Outputs;
  let cluster: KubernetesCluster;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    example = await ExampleLab.start("aks", { "azure-to-aws-aks:bucket": "devteam-reports" });
    await allowDeployer(example, "aks");
    await example.deploy();
    outputs = (await example.stack.outputs()) as unknown as Outputs;
    cluster = example.lab.azure.cluster(outputs.clusterName);
  });

  after(async () => {
    await example.stop();
  });

  /** What the STS of AWS says to a token. */
  const refusal = async (token: string): Promise<string> => {
    const command = `cat | aws sts assume-role-with-web-identity --no-sign-request --role-arn ${outputs.roleArn} --role-session-name stranger --web-identity-token file:///dev/stdin`;
    const { exitCode, stderr } = await cluster
      .pod("reporting", "reports")
      .run(["sh", "-c", command], { input: token });
    assert.notEqual(exitCode, 0);
    return stderr.trim();
  };

  it("publishes the issuer below the region, the tenant and a GUID, with a slash at the end", () => {
    const address = new RegExp(
      `^https://westeurope\\.oic\\.prod-aks\\.azure\\.com/${LAB_TENANT_ID}/[0-9a-f-]{36}/$`,
    );
    assert.match(outputs.issuer, address);
  });

  it("lists the bucket from the pod of its manifest", async () => {
    await cluster.apply(outputs.manifest);
    const pod = cluster.pod("reporting", "reports");
    const exitCode = await pod.finished();
    const logs = await pod.logs();
    assert.match(logs, /^\S+ \S+ +23 2026\/q3\.csv\n$/);
    assert.equal(exitCode, 0);
  });

  it("is the role in the pod, and reads no other bucket", async () => {
    const pod = cluster.pod("reporting", "reports");
    const who = await pod.run(["aws", "sts", "get-caller-identity", "--output", "json"]);
    assert.equal(who.exitCode, 0, who.stderr);
    const { Arn } = JSON.parse(who.stdout) as { Arn: string };
    const role = sessionsOf(outputs.roleArn);
    assert.ok(Arn.startsWith(`${role}/`), Arn);
    const other = await pod.run(["aws", "s3", "ls", "s3://payroll-archive"]);
    assert.notEqual(other.exitCode, 0);
    assert.match(other.stderr, /AccessDenied.*ListObjectsV2/);
  });

  it("does not let another service account of the namespace in", async () => {
    const request = { namespace: "reporting", serviceAccount: "default", audience: "sts.amazonaws.com" };
    assert.match(
      await refusal(await cluster.createToken(request)),
      /\(AccessDenied\).*Not authorized to perform sts:AssumeRoleWithWebIdentity$/,
    );
  });

  it("does not let the same name of another namespace in", async () => {
    await cluster.apply(
      outputs.manifest.split("---").slice(0, 2).join("---").replaceAll("reporting", "elsewhere"),
    );
    const request = { namespace: "elsewhere", serviceAccount: "reports", audience: "sts.amazonaws.com" };
    assert.match(
      await refusal(await cluster.createToken(request)),
      /\(AccessDenied\).*Not authorized to perform sts:AssumeRoleWithWebIdentity$/,
    );
  });

  it("does not take a token that was made for somebody else", async () => {
    const audience = "api://AzureADTokenExchange";
    const request = { namespace: "reporting", serviceAccount: "reports", audience };
    assert.match(
      await refusal(await cluster.createToken(request)),
      /\(InvalidIdentityToken\).*could not be validated/,
    );
  });

  it("goes on when the cluster has changed its key", async () => {
    const request = { namespace: "reporting", serviceAccount: "reports", audience: "sts.amazonaws.com" };
    const before = await cluster.createToken(request);
    await cluster.issuer.rotate();
    const fresh = await cluster.createToken(request);
    assert.notEqual(decodeProtectedHeader(fresh).kid, decodeProtectedHeader(before).kid);
    assert.deepEqual(decodeJwt(fresh).aud, ["sts.amazonaws.com"]);
    const command = `cat | aws sts assume-role-with-web-identity --no-sign-request --role-arn ${outputs.roleArn} --role-session-name again --web-identity-token file:///dev/stdin --query AssumedRoleUser.Arn --output text`;
    const found = await cluster.pod("reporting", "reports").run(["sh", "-c", command], { input: fresh });
    assert.equal(found.exitCode, 0, found.stderr);
    assert.match(found.stdout, /\/again\n$/);
  });

  keepsNoSecretAndNeedsNoChange({ lab: () => example });

  leavesNothing({
    lab: () => example,
    isGone: () => {
      assert.throws(() => example.lab.azure.cluster(outputs.clusterName));
    },
  });
});
