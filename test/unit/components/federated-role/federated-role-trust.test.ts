import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { declare, inputsOf, ISSUER, PRINCIPAL_ID, TENANT_ID } from "../mock-clouds";
import { ARGS, AUDIENCE, subjectOf } from "./federated-role-arguments";

describe("trust of FederatedRole", () => {
  it("refuses a trust policy over the quota, and takes it when the quota is raised", async () => {
    const subjects = Array.from({ length: 60 }, (_, n) => subjectOf(n));
    const refusal =
      /subjects: the trust policy would have \d{4} characters\. The quota is 2048\. Spread .* set azure-to-aws-federation:trustPolicyQuota \[trust-policy-too-long\]/;
    // In the first preview neither the provider nor the identities exist: their number is enough.
    for (const preview of [true, false]) {
      await assert.rejects(
        declare(
          () => new FederatedRole("app", { ...ARGS, subjects: subjects.map((id) => pulumi.output(id)) }),
          {
            preview,
          },
        ),
        refusal,
      );
    }
    const late = await declare(
      () => new FederatedRole("app", { ...ARGS, subjects: pulumi.output(subjects) }),
    );
    assert.match(late.failures[0]?.message ?? "", refusal);
    assert.equal(late.resources.length, 1);
    const taken = await declare(() => new FederatedRole("app", { ...ARGS, subjects }), {
      config: { "azure-to-aws-federation:trustPolicyQuota": "4096" },
    });
    assert.deepEqual(taken.failures, []);
    assert.equal(taken.resources.length, 3);
  });

  it("narrows the trust by source IPs and conditions, given now or later", async () => {
    const sourceIps = ["203.0.113.0/24", "198.51.100.7"];
    const values = ["orders"];
    const variants: Partial<FederatedRoleArgs>[] = [
      { allowedSourceIps: sourceIps, conditions: { StringEquals: { "sts:RoleSessionName": values } } },
      {
        allowedSourceIps: sourceIps.map((ip) => pulumi.output(ip)),
        conditions: { StringEquals: { "sts:RoleSessionName": [pulumi.output("orders")] } },
      },
      {
        allowedSourceIps: pulumi.output(sourceIps),
        conditions: pulumi.output({ StringEquals: { "sts:RoleSessionName": values } }),
      },
    ];
    for (const variant of variants) {
      const { resources, failures } = await declare(() => new FederatedRole("app", { ...ARGS, ...variant }));
      assert.deepEqual(failures, []);
      const policy = String(inputsOf(resources, "app-role").assumeRolePolicy);
      assert.deepEqual(
        (JSON.parse(policy) as { Statement: [{ Condition: object }] }).Statement[0].Condition,
        {
          StringEquals: {
            [`sts.windows.net/${TENANT_ID}/:aud`]: AUDIENCE,
            [`sts.windows.net/${TENANT_ID}/:sub`]: PRINCIPAL_ID,
            "sts:RoleSessionName": "orders",
          },
          IpAddress: { "aws:SourceIp": sourceIps },
        },
      );
    }
  });

  it("refuses conditions that do not narrow, at once where they are plain and else when they come", async () => {
    const key = `sts.windows.net/${TENANT_ID}/:sub`;
    const conditions = {
      StringLike: { [key]: ["*"] },
      StringEqualsIfExists: { "sts:RoleSessionName": ["a"] },
    };
    const refusal = new RegExp(
      `2 invalid arguments\\n {2}conditions\\.StringLike\\["${key}"\\]: invalid condition: it is set from the subjects alone; got \\["\\*"\\] \\[condition-invalid\\]\\n {2}conditions\\.StringEqualsIfExists: invalid condition: it does not narrow`,
    );
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, conditions })),
      refusal,
    );
    const late = await declare(
      () => new FederatedRole("app", { ...ARGS, conditions: pulumi.output(conditions) }),
    );
    assert.match(late.failures[0]?.message ?? "", refusal);
    const partly = { StringEquals: { "sts:RoleSessionName": [pulumi.output("")] } };
    const inside = await declare(() => new FederatedRole("app", { ...ARGS, conditions: partly }));
    assert.match(
      inside.failures[0]?.message ?? "",
      /FederatedRole "app": 1 invalid argument\n {2}conditions\.StringEquals\.sts:RoleSessionName\[0\]: invalid condition: it must be a non-empty string of characters up to U\+00FF; got "" \[condition-invalid\]/,
    );
    // The key of another provider shows only once the issuer is known.
    const other = { StringEquals: { "accounts.google.com:email": ["a@b"] } };
    const issuer = pulumi.output(ISSUER);
    const { failures } = await declare(
      () => new FederatedRole("app", { ...ARGS, issuer, conditions: other }),
    );
    assert.match(
      failures[0]?.message ?? "",
      /FederatedRole "app": 1 invalid argument\n {2}conditions\.StringEquals\["accounts\.google\.com:email"\]: invalid condition: it is a key of another provider, which no token of this issuer sets\. Expected a key that starts with sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/: \[condition-invalid\]/,
    );
  });

  it("shows what a wrong condition is given, but nothing that is secret", async () => {
    const conditions = { StringEquals: { "aws:SourceIp": "1.2.3.4" }, StrEquals: { foo: ["x"] } };
    const given = conditions as unknown as FederatedRoleArgs["conditions"];
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, conditions: given })),
      {
        message:
          'FederatedRole "app": 3 invalid arguments\n  conditions.StringEquals.aws:SourceIp: invalid condition: it must be a list of at least one value, a single value too: ["…"]; got "1.2.3.4" [condition-invalid]\n  conditions.StrEquals: invalid condition: it is not an IAM condition operator. Expected one such as StringEquals; got "StrEquals" [condition-invalid]\n  conditions.StrEquals.foo: invalid condition: it is not a condition key. Expected one such as aws:SourceIp; got "foo" [condition-invalid]',
      },
    );
    const secret = async (hidden: unknown) => {
      const { failures } = await declare(
        () => new FederatedRole("app", { ...ARGS, conditions: hidden as FederatedRoleArgs["conditions"] }),
      );
      return failures.map(({ message }) => message);
    };
    const refusal = [
      'FederatedRole "app": 1 invalid argument\n  conditions.StringEquals.aws:SourceIp: ' +
        'invalid condition: it must be a list of at least one value, a single value too: ["…"]; the value is not shown [condition-invalid]',
    ];
    const ofSecret = { "aws:SourceIp": "1.2.3.4" };
    assert.deepEqual(await secret(pulumi.secret({ StringEquals: ofSecret })), refusal);
    assert.deepEqual(await secret({ StringEquals: pulumi.secret(ofSecret) }), refusal);
    assert.deepEqual(await secret({ StringEquals: { "aws:SourceIp": pulumi.secret("1.2.3.4") } }), refusal);
  });

  it("counts conditions when it compares the trust policy with the quota", async () => {
    const subjects = Array.from({ length: 41 }, (_, n) => subjectOf(n));
    const fits = await declare(() => new FederatedRole("app", { ...ARGS, subjects }), { preview: true });
    assert.deepEqual(fits.failures, []);
    const allowedSourceIps = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "2001:db8::/32"];
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, subjects, allowedSourceIps }), { preview: true }),
      /FederatedRole "app": 1 invalid argument\n {2}subjects: the trust policy would have 2086 characters\. The quota is 2048\. Spread the subjects over several roles, or have AWS raise the quota and set azure-to-aws-federation:trustPolicyQuota \[trust-policy-too-long\]/,
    );
  });
});
