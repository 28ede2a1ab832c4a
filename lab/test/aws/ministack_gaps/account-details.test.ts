import assert from "node:assert/strict";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import { OrganizationsClient, paginateListAccounts } from "@aws-sdk/client-organizations";
import { describeWith } from "../../../testing/describe-with";
import { ACCOUNT } from "../../../testing/federation";
import { startAccount } from "../account-lab";

const MEMBERS = Array.from({ length: 21 }, (_, index) => String(200000000001 + index));

describeWith(
  "an account",
  () => startAccount(MEMBERS),
  (lab) => {
    it("shows its objects in pages, with boundaries, and the policies of AWS that it uses", async () => {
      const { iam } = lab();
      const anything = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      });
      const boundary = await iam.send(
        new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument: anything }),
      );
      const PermissionsBoundary = boundary.Policy?.Arn;
      const trust = {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      await iam.send(
        new CreateRoleCommand({
          RoleName: "bounded",
          Path: "/team/",
          AssumeRolePolicyDocument,
          PermissionsBoundary,
          Tags: [{ Key: "note", Value: "team a" }],
        }),
      );
      const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
      await iam.send(new AttachRolePolicyCommand({ RoleName: "bounded", PolicyArn }));
      await iam.send(new CreateUserCommand({ UserName: "limited", PermissionsBoundary }));
      const sizes: number[] = [];
      const all = { users: [] as unknown[], roles: [] as unknown[], policies: [] as unknown[] };
      for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 2 }, {})) {
        const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = page;
        sizes.push(UserDetailList.length + GroupDetailList.length + RoleDetailList.length + Policies.length);
        all.users.push(...UserDetailList.map((user) => [user.UserName, user.PermissionsBoundary]));
        all.roles.push(
          ...RoleDetailList.map((role) => [
            role.Arn,
            role.PermissionsBoundary,
            role.AttachedManagedPolicies,
            role.RoleLastUsed,
            role.Tags,
          ]),
        );
        all.policies.push(...Policies.map(({ Arn }) => Arn));
      }
      const bounded = { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: PermissionsBoundary };
      const deployer = `arn:aws:iam::${ACCOUNT}:policy/azure-to-aws-deployer`;
      assert.deepEqual(all, {
        users: [
          ["azure-to-aws-deployer", undefined],
          ["limited", bounded],
        ],
        roles: [
          [
            `arn:aws:iam::${ACCOUNT}:role/team/bounded`,
            bounded,
            [{ PolicyName: "ReadOnlyAccess", PolicyArn }],
            {},
            [{ Key: "note", Value: "team a" }],
          ],
        ],
        policies: [deployer, PermissionsBoundary, PolicyArn],
      });
      assert.deepEqual(sizes, [2, 2, 2]);
    });

    it("refuses a page of no objects", async () => {
      await assert.rejects(lab().iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 0 })), {
        name: "ValidationError",
      });
    });

    it("refuses a marker that names no page, or one before the first", async () => {
      const ask = async (page: string): Promise<number> => {
        const Marker = Buffer.from(page).toString("base64url");
        const Filter = ["User" as const];
        const answer = await lab().iam.send(new GetAccountAuthorizationDetailsCommand({ Marker, Filter }));
        return answer.UserDetailList?.length ?? 0;
      };
      for (const page of ["x User", "-5 User", "User", " User"]) {
        await assert.rejects(
          ask(page),
          { name: "ValidationError", message: "Marker and Filter do not match" },
          page,
        );
      }
      assert.deepEqual([await ask("0 User"), await ask("2 User")], [2, 0]);
    });

    it("lists the accounts of its organization if it manages it", async () => {
      const { aws } = lab();
      const list = async (accountId: string) => {
        const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } =
          aws.rootEnvironment(accountId);
        const credentials = { accessKeyId, secretAccessKey };
        const client = new OrganizationsClient({ endpoint: aws.url, region: "us-east-1", credentials });
        const pages: unknown[] = [];
        try {
          for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
            pages.push(Accounts.map(({ Id }) => Id));
          }
          return pages;
        } finally {
          client.destroy();
        }
      };
      assert.deepEqual(await list(ACCOUNT), [[ACCOUNT, ...MEMBERS.slice(0, 19)], MEMBERS.slice(19)]);
      await assert.rejects(list(MEMBERS[0] ?? ""), { name: "AccessDeniedException" });
    });
  },
);
