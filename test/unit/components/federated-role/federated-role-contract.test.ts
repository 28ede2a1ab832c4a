import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { type FederationContract, judgeTrustPolicy, renderFederationContract } from "../../../../trust";
import {
  CLIENT_ID,
  declare,
  inputsOf,
  ISSUER,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
} from "../mock-clouds";
import { ARGS, AUDIENCE, OTHER_SUBJECT } from "./federated-role-arguments";

describe("FederatedRole with a contract", () => {
  const EXPORTER = { subject: OTHER_SUBJECT, clientId: "22222222-aaaa-4bbb-8ccc-000000000022" };
  const IMPORTER = { subject: PRINCIPAL_ID, clientId: CLIENT_ID };
  const contract = (changes: Partial<FederationContract> = {}) =>
    renderFederationContract({
      version: 1,
      issuer: ISSUER,
      tokenVersion: 1,
      audience: AUDIENCE,
      workloads: { importer: IMPORTER, exporter: EXPORTER },
      ...changes,
    });
  const { permissions } = ARGS;

  it("trusts exactly the named workloads, in the first preview already", async () => {
    for (const given of [(value: unknown) => value, (value: unknown) => pulumi.output(value)]) {
      const args = {
        oidcProviderArn: OIDC_PROVIDER_ARN,
        permissions,
        contract: given(contract()),
      } as FederatedRoleArgs;
      const workloads = given(["exporter"]) as string[];
      const { resources, failures } = await declare(() => new FederatedRole("app", { ...args, workloads }), {
        preview: true,
      });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputsOf(resources, "app"), {
        oidcProviderArn: OIDC_PROVIDER_ARN,
        issuer: ISSUER,
        audiences: [AUDIENCE],
        subjects: [OTHER_SUBJECT],
      });
      const { grants } = judgeTrustPolicy(inputsOf(resources, "app-role").assumeRolePolicy);
      assert.deepEqual(
        grants.map(({ audience, subject }) => [audience.values, subject.values]),
        [[[AUDIENCE], [OTHER_SUBJECT]]],
      );
    }
  });

  it("asks v2 tokens for the client IDs of the workloads, and needs no name for the only one", async () => {
    const issuer = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
    const text = contract({ tokenVersion: 2, issuer, workloads: { importer: IMPORTER } });
    const oidcProviderArn = `arn:aws:iam::111122223333:oidc-provider/${issuer.slice("https://".length)}`;
    const { resources, failures } = await declare(
      () => new FederatedRole("app", { oidcProviderArn, permissions, contract: text }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(inputsOf(resources, "app"), {
      oidcProviderArn,
      issuer,
      audiences: [CLIENT_ID],
      subjects: [PRINCIPAL_ID],
    });
  });

  it("refuses workloads that the contract has not, and several without a choice", async () => {
    const cases: [Partial<FederatedRoleArgs>, RegExp][] = [
      [
        { contract: contract() },
        /workloads: required because the contract has several workloads\. Expected a list of at least one of: exporter, importer \[contract-workloads-ambiguous\]$/,
      ],
      [
        { contract: contract(), workloads: ["importer", "Exporter"] },
        /workloads\[1\]: the contract has no workload of this name\. Expected one of: exporter, importer; got "Exporter" \[contract-workload-unknown\]$/,
      ],
      [{ contract: contract(), workloads: [] }, /workloads: (?:wrong type|empty)/],
      [{ contract: contract({ workloads: {} }) }, /contract: the federation contract has no workload yet/],
      [
        { contract: '{"version":2}' },
        /contract\.version: invalid federation contract: it must be 1, the only version/,
      ],
      [
        { contract: {} as string },
        /contract: wrong type\. Expected the JSON text of a contract; got \{\} \[argument-type\]/,
      ],
    ];
    for (const [wrong, refusal] of cases) {
      const args = { oidcProviderArn: OIDC_PROVIDER_ARN, permissions, ...wrong };
      await assert.rejects(
        declare(() => new FederatedRole("app", args)),
        refusal,
      );
      const later = { ...args, contract: pulumi.output(wrong.contract) };
      const { failures } = await declare(() => new FederatedRole("app", later));
      assert.match(failures.map(({ message }) => message).join("\n"), new RegExp(refusal, "m"));
    }
  });

  it("refuses what the contract says already, and names without a contract", async () => {
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, contract: contract(), workloads: ["importer"] })),
      /FederatedRole "app": 3 invalid arguments\n {2}issuer: cannot be combined with contract, which already contains it; got "https:\/\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/"\. Omit this argument or contract \[contract-given\]\n {2}audiences: cannot be combined with contract, which already contains it; got \["api:\/\/x\/orders"\]\. Omit this argument or contract \[contract-given\]\n {2}subjects: cannot be combined with contract, which already contains it; got \["11111111-aaaa-4bbb-8ccc-000000000001"\]\. Omit this argument or contract \[contract-given\]/,
    );
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, workloads: ["importer"] })),
      /FederatedRole "app": 1 invalid argument\n {2}workloads: requires contract: it names workloads of the contract; got \["importer"\] \[argument-requires\]/,
    );
  });
});
