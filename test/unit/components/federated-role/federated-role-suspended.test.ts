import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { declare, inputsOf, OIDC_PROVIDER_ARN } from "../mock-clouds";
import { ARGS, subjectOf } from "./federated-role-arguments";

describe("FederatedRole that is suspended", () => {
  const declared = async (changes: Partial<FederatedRoleArgs>) => {
    const { resources, failures } = await declare(() => new FederatedRole("app", { ...ARGS, ...changes }));
    assert.deepEqual(failures, []);
    return resources;
  };
  const statementsOf = (resources: Awaited<ReturnType<typeof declared>>) =>
    (
      JSON.parse(String(inputsOf(resources, "app-role").assumeRolePolicy)) as {
        Statement: { Effect: string }[];
      }
    ).Statement;

  it("refuses everybody and denies every session everything, by one policy more", async () => {
    const resources = await declared({ suspended: true });
    assert.deepEqual(statementsOf(resources), [
      ...statementsOf(await declared({})),
      {
        Sid: "Suspended",
        Effect: "Deny",
        Principal: { Federated: OIDC_PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
      },
    ]);
    assert.deepEqual(inputsOf(resources, "app-suspended"), {
      role: "app-role",
      name: "suspended",
      policy:
        '{"Version":"2012-10-17","Statement":[{"Sid":"Suspended","Effect":"Deny","Action":"*","Resource":"*"}]}',
    });
    assert.equal(resources.length, 4);
  });

  it("is as it was before when it is undone", async () => {
    assert.deepEqual(await declared({ suspended: false }), await declared({}));
  });

  it("is suspended even where the quota leaves no room: by the Deny alone", async () => {
    const subjects = Array.from({ length: 40 }, (_, n) => subjectOf(n));
    assert.equal(statementsOf(await declared({ subjects })).length, 1);
    const statements = statementsOf(await declared({ subjects, suspended: true }));
    assert.deepEqual(
      statements.map(({ Effect }) => Effect),
      ["Deny"],
    );
  });

  it("refuses an output, which nobody could preview", async () => {
    const args = { ...ARGS, suspended: pulumi.output(true) } as unknown as FederatedRoleArgs;
    await assert.rejects(
      declare(() => new FederatedRole("app", args)),
      /FederatedRole "app": 1 invalid argument\n {2}suspended: must be a plain value, not an Output: it decides which resources are created \[argument-not-plain\]/,
    );
  });
});
