import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { declare, inputsOf, PRINCIPAL_ID } from "../mock-clouds";
import { ARGS, OTHER_SUBJECT } from "./federated-role-arguments";

describe("permissions of FederatedRole", () => {
  it("takes several subjects, other policies by name, another partition and a longer session", async () => {
    const { resources } = await declare(
      () =>
        new FederatedRole("app", {
          ...ARGS,
          subjects: [PRINCIPAL_ID, pulumi.output(OTHER_SUBJECT)],
          permissions: {
            readBuckets: ["reports"],
            inlinePolicies: {
              tables:
                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}',
            },
            managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
          },
          partition: "aws-cn",
          maxSessionDuration: 43_200,
        }),
    );
    const role = inputsOf(resources, "app-role");
    assert.equal(role.maxSessionDuration, 43_200);
    assert.match(
      String(role.assumeRolePolicy),
      new RegExp(`/:sub":\\["${PRINCIPAL_ID}","${OTHER_SUBJECT}"\\]`),
    );
    assert.match(String(inputsOf(resources, "app-read-buckets").policy), /"arn:aws-cn:s3:::reports\/\*"/);
    assert.deepEqual(inputsOf(resources, "app-inline-tables"), {
      role: "app-role",
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}',
    });
    assert.deepEqual(inputsOf(resources, "app-managed-audit"), {
      role: "app-role",
      policyArn: "arn:aws:iam::aws:policy/SecurityAudit",
    });
  });

  it("is granted nothing on `*`, unless it may list the names of all buckets", async () => {
    const policyWith = async (permissions: FederatedRoleArgs["permissions"]) => {
      const { resources } = await declare(() => new FederatedRole("app", { ...ARGS, permissions }));
      const { Statement } = JSON.parse(String(inputsOf(resources, "app-read-buckets").policy)) as {
        Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[];
      };
      return Statement.map(({ Action, Resource }) => [Action, Resource]);
    };
    const named = [
      [["s3:GetBucketLocation", "s3:ListBucket"], ["arn:aws:s3:::reports"]],
      ["s3:GetObject", ["arn:aws:s3:::reports/*"]],
    ];
    const all = ["s3:ListAllMyBuckets", "*"];
    assert.deepEqual(await policyWith({ readBuckets: ["reports"] }), named);
    for (const yes of [true, pulumi.output(true)]) {
      assert.deepEqual(await policyWith({ readBuckets: ["reports"], listBucketNames: yes }), [all, ...named]);
    }
    for (const no of [false, pulumi.output(false)]) {
      assert.deepEqual(await policyWith({ readBuckets: ["reports"], listBucketNames: no }), named);
    }
  });

  it("refuses to list names where no bucket is named", async () => {
    const permissions = {
      listBucketNames: false,
      managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
    };
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, permissions })),
      /FederatedRole "app": 1 invalid argument\n {2}permissions\.listBucketNames: requires readBuckets; got false \[argument-requires\]/,
    );
  });

  it("refuses more than IAM takes on one role, in the first preview, with room left for `suspended`", async () => {
    const statement = (length: number) =>
      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${"x".repeat(length)}"}]}`;
    const problems = async (permissions: FederatedRoleArgs["permissions"]) => {
      const message = await declare(() => new FederatedRole("app", { ...ARGS, permissions })).then(
        ({ failures }) => failures.map((failure) => failure.message).join(),
        (error: unknown) => (error as Error).message,
      );
      return message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    };
    const suspension = 102;
    const most = 10_240 - suspension - statement(0).length;
    const spaced = statement(most).replaceAll(",", " ,\n\t");
    assert.deepEqual(await problems({ inlinePolicies: { all: spaced } }), []);
    assert.deepEqual(await problems({ inlinePolicies: { all: statement(most + 1) } }), [
      "permissions.inlinePolicies: the role's inline policies would have 10241 characters, including the one of suspended. IAM allows 10240. Move some to managedPolicyArns [inline-policies-too-long]",
    ]);
    const buckets = (count: number) =>
      Array.from({ length: count }, (_, number) => `b-${number}`.padEnd(63, "x"));
    assert.deepEqual(await problems({ readBuckets: buckets(60) }), []);
    assert.match(
      (await problems({ readBuckets: buckets(70) })).join(),
      /permissions\.readBuckets: the role's inline policies would have 11518 characters, including the one of suspended\. IAM allows 10240\. List fewer, or use a managed policy instead \[inline-policies-too-long\]/,
    );
    const managed = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, number) => [`p${number}`, `arn:aws:iam::aws:policy/P${number}`]),
      );
    assert.deepEqual(await problems({ managedPolicyArns: managed(25) }), []);
    assert.deepEqual(await problems({ managedPolicyArns: managed(26) }), [
      "permissions.managedPolicyArns: too many managed policies. Expected at most 25 (20 unless AWS raised the account's quota); got 26. Merge several into one [managed-policies-too-many]",
    ]);
  });

  it("takes null for a permission that is left out, and refuses null for all of them", async () => {
    const permissions = {
      readBuckets: null,
      inlinePolicies: null,
      managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
    } as unknown as FederatedRoleArgs["permissions"];
    const { resources } = await declare(() => new FederatedRole("app", { ...ARGS, permissions }));
    assert.deepEqual(
      resources.map(({ name }) => name).filter((name) => name !== "app"),
      ["app-role", "app-managed-audit"],
    );
    await assert.rejects(
      declare(
        () => new FederatedRole("app", { ...ARGS, permissions: { ...permissions, managedPolicyArns: {} } }),
      ),
      /FederatedRole "app": 1 invalid argument\n {2}permissions: grants nothing\. Expected readBuckets, inlinePolicies, or managedPolicyArns \[permissions-empty\]/,
    );
  });

  it("does not pass over a permission whose name is misspelt", async () => {
    const permissions = { readBuckets: ["reports"], inlinePolicys: {}, managedPolicyArn: {} };
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, permissions })),
      /FederatedRole "app": 2 invalid arguments\n {2}permissions\.inlinePolicys: unknown argument; did you mean "inlinePolicies"\? Valid arguments: readBuckets, listBucketNames, inlinePolicies, managedPolicyArns \[argument-unknown\]\n {2}permissions\.managedPolicyArn: unknown argument; did you mean "managedPolicyArns"\? Valid arguments: readBuckets, listBucketNames, inlinePolicies, managedPolicyArns \[argument-unknown\]/,
    );
  });

  it("keeps the names that its inline policies have, and has an old one until its successor is there", async () => {
    const options = new Map<string, pulumi.CustomResourceOptions>();
    const see: pulumi.ResourceTransformation = ({ name, type, props, opts }) => {
      if (type.startsWith("aws:")) {
        options.set(name, opts);
      }
      return { props, opts };
    };
    const permissions = {
      readBuckets: ["reports"],
      inlinePolicies: {
        tables:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}',
      },
      managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
    };
    const args = { ...ARGS, permissions, suspended: true };
    await declare(() => new FederatedRole("app", args, { transformations: [see] }));
    assert.deepEqual(
      [...options].map(([name, { ignoreChanges, deleteBeforeReplace }]) => [
        name,
        ignoreChanges,
        deleteBeforeReplace,
      ]),
      [
        ["app-role", undefined, undefined],
        ["app-read-buckets", ["name"], false],
        ["app-inline-tables", ["name"], false],
        ["app-managed-audit", undefined, undefined],
        // Its name is the component's to give.
        ["app-suspended", undefined, undefined],
      ],
    );
  });

  it("takes the partition that the AWS provider works in, unless it is given one", async () => {
    const answer = () => ({ partition: "aws-us-gov" });
    const policyOf = async (args: FederatedRoleArgs) => {
      const { resources, calls } = await declare(() => new FederatedRole("app", args), { answer });
      const policy = String(inputsOf(resources, "app-read-buckets").policy);
      return [/arn:[a-z-]+:s3:::builds"/.exec(policy)?.[0], calls];
    };
    assert.deepEqual(await policyOf(ARGS), [
      'arn:aws-us-gov:s3:::builds"',
      ["aws:index/getPartition:getPartition"],
    ]);
    assert.deepEqual(await policyOf({ ...ARGS, partition: "aws-cn" }), ['arn:aws-cn:s3:::builds"', []]);
  });
});
