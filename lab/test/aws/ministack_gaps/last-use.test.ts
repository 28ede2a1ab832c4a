import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  GetRoleCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { describeWith } from "../../../testing/describe-with";
import { ACCOUNT } from "../../../testing/federation";
import { startAccount } from "../account-lab";

describeWith(
  "the last use",
  () => startAccount(),
  (lab) => {
    /** A new user's key, and a way to use it for S3. */
    async function user(UserName: string) {
      const { iam, aws } = lab();
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      assert.ok(AccessKey?.AccessKeyId !== undefined && AccessKey.SecretAccessKey !== undefined);
      const credentials = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
      const listBuckets = async (secretAccessKey = credentials.secretAccessKey) => {
        const keys = { ...credentials, secretAccessKey };
        const s3 = new S3Client({ endpoint: aws.url, region: "eu-central-1", credentials: keys });
        await assert.rejects(s3.send(new ListBucketsCommand({})));
        s3.destroy();
      };
      return { id: AccessKey.AccessKeyId, credentials, listBuckets };
    }

    const lastUsed = async (AccessKeyId: string) =>
      (await lab().iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed;

    const isNow = (date: Date | undefined) => Math.abs((date?.getTime() ?? 0) - Date.now()) < 60_000;

    it("of a key that was never used has no date", async () => {
      const { id } = await user("idle");
      assert.deepEqual(await lastUsed(id), { Region: "N/A", ServiceName: "N/A" });
    });

    it("of a key is that of its last request, allowed or not", async () => {
      const { id, credentials, listBuckets } = await user("busy");
      const sts = new STS({ endpoint: lab().aws.url, region: "eu-west-1", credentials });
      await sts.getCallerIdentity({});
      sts.destroy();
      const { LastUsedDate, ...first } = (await lastUsed(id)) ?? {};
      assert.ok(isNow(LastUsedDate));
      assert.deepEqual(first, { Region: "eu-west-1", ServiceName: "sts" });
      await listBuckets();
      const second = { ...(await lastUsed(id)), LastUsedDate: undefined };
      assert.deepEqual(second, { Region: "eu-central-1", ServiceName: "s3", LastUsedDate: undefined });
    });

    it("of a key does not count requests that somebody else signed", async () => {
      const { id, listBuckets } = await user("copied");
      await listBuckets("another-secret");
      assert.deepEqual(await lastUsed(id), { Region: "N/A", ServiceName: "N/A" });
    });

    it("of a key is in the credential report, with the first of two uses in fifteen minutes", async () => {
      const { credentials, listBuckets } = await user("reported");
      await listBuckets();
      const sts = new STS({ endpoint: lab().aws.url, region: "eu-west-1", credentials });
      await sts.getCallerIdentity({});
      sts.destroy();
      // IAM starts a report when it is first asked for one, and has it at the next request.
      await lab().iam.send(new GenerateCredentialReportCommand({}));
      await lab().iam.send(new GenerateCredentialReportCommand({}));
      const { Content } = await lab().iam.send(new GetCredentialReportCommand({}));
      const [head = "", ...rows] = Buffer.from(Content ?? [])
        .toString()
        .split("\n");
      const columns = head.split(",");
      const row = rows.map((text) => text.split(",")).find(([name]) => name === "reported") ?? [];
      const at = (name: string) => row[columns.indexOf(name)];
      assert.equal(at("access_key_1_last_used_service"), "s3");
      assert.equal(at("access_key_1_last_used_region"), "eu-central-1");
      assert.ok(isNow(new Date(at("access_key_1_last_used_date") ?? "")));
      assert.equal(at("access_key_2_last_used_date"), "N/A");
    });

    it("of a role is that of its sessions", async () => {
      const { iam, aws } = lab();
      const trust = { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      const created = await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument }));
      const roleLastUsed = async () =>
        (await iam.send(new GetRoleCommand({ RoleName: "worker" }))).Role?.RoleLastUsed;
      assert.deepEqual(await roleLastUsed(), {});
      const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } =
        aws.rootEnvironment();
      const options = { endpoint: aws.url, region: "eu-west-1" };
      const root = new STS({ ...options, credentials: { accessKeyId, secretAccessKey } });
      const { Credentials } = await root.assumeRole({ RoleArn: created.Role?.Arn, RoleSessionName: "s" });
      assert.deepEqual(await roleLastUsed(), {});
      const session = new STS({
        ...options,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? "",
          secretAccessKey: Credentials?.SecretAccessKey ?? "",
          sessionToken: Credentials?.SessionToken ?? "",
        },
      });
      await session.getCallerIdentity({});
      root.destroy();
      session.destroy();
      const { LastUsedDate, Region } = (await roleLastUsed()) ?? {};
      assert.ok(isNow(LastUsedDate));
      assert.equal(Region, "eu-west-1");
    });
  },
);
