import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { OPEN, policy } from "../../cli/entra-policy";
import { verdicts } from "../verdicts";

type Json = Record<string, unknown>;

const ROLE = "aws:iam/role:Role";
const RIGHT = JSON.stringify(policy());
const WRONG = JSON.stringify(OPEN);

function urnOf(name: string): string {
  return `urn:pulumi:dev::app::${ROLE}::${name}`;
}

function plan(resources: Json): Json {
  return { manifest: { version: "v3.259.0" }, resourcePlans: resources };
}

function planned(steps: readonly string[], inputDiff: Json, state: Json | null): Json {
  return { goal: { type: ROLE, custom: true, inputDiff, outputDiff: {} }, steps, state };
}

describe("a Pulumi plan", () => {
  it("has a verdict for each role that is there after the update", () => {
    const value = plan({
      [urnOf("right")]: planned(["create"], { adds: { assumeRolePolicy: RIGHT } }, null),
      [urnOf("open")]: planned(["create"], { adds: { assumeRolePolicy: WRONG } }, null),
      [urnOf("kept")]: planned(["same"], {}, { assumeRolePolicy: WRONG }),
      [urnOf("replaced")]: planned(
        ["create-replacement", "replace", "delete-replaced"],
        { updates: { name: "new" } },
        { assumeRolePolicy: WRONG },
      ),
      [urnOf("deleted")]: { steps: ["delete"], state: null },
      [urnOf("left")]: planned([], {}, { assumeRolePolicy: WRONG }),
    });
    assert.deepEqual(verdicts(value), {
      right: "accepted",
      open: "rejected",
      kept: "rejected",
      replaced: "rejected",
      left: "rejected",
    });
  });

  it("counts by the inputs that change, and by what is there for the others", () => {
    const changed = (before: string, after: string): Json =>
      plan({
        [urnOf("r")]: planned(
          ["update"],
          { updates: { assumeRolePolicy: after } },
          { assumeRolePolicy: before },
        ),
      });
    assert.deepEqual(verdicts(changed(WRONG, RIGHT)), { r: "accepted" });
    assert.deepEqual(verdicts(changed(RIGHT, WRONG)), { r: "rejected" });
  });

  it("that does not show a policy is unknown, unless it creates the role", () => {
    const gap = "unknown: a property that does not change, which the plan leaves out";
    assert.deepEqual(verdicts(plan({ [urnOf("r")]: planned(["update"], {}, null) })), { r: gap });
    assert.deepEqual(
      verdicts(
        plan({
          [urnOf("r")]: planned(["update"], { deletes: ["assumeRolePolicy"] }, { assumeRolePolicy: RIGHT }),
        }),
      ),
      { r: gap },
    );
    assert.deepEqual(verdicts(plan({ [urnOf("r")]: planned(["create"], {}, {}) })), { r: "rejected" });
    assert.deepEqual(verdicts(plan({ [urnOf("r")]: planned([], {}, null) })), { r: gap });
    assert.deepEqual(verdicts(plan({ [urnOf("r")]: planned(["update", "create"], {}, null) })), { r: gap });
    // A plan without members is that of any resource with the type in the URN.
    assert.deepEqual(verdicts(plan({ [urnOf("r")]: null })), { r: gap });
    const [role] = judgeText("f", JSON.stringify(plan({ [urnOf("r")]: planned([], {}, null) }))).roles;
    assert.equal(role?.document.toKnow, "judge the stack after the update (pulumi stack export)");
  });

  it("rejects a role that needs the client ID of a provider which another Pulumi provider deploys", () => {
    const issuer = "ci.example.com";
    const trust = JSON.stringify(
      policy({
        Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${issuer}` },
        Condition: { StringEquals: { [`${issuer}:sub`]: "job" } },
      }),
    );
    const created = (type: string, adds: Json, deployer: string): Json => ({
      goal: {
        type,
        inputDiff: { adds },
        provider: `urn:pulumi:dev::app::pulumi:providers:aws::${deployer}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`,
      },
      steps: ["create"],
      state: null,
    });
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const both = (deployer: string): Json =>
      plan({
        [`urn:pulumi:dev::app::${type}::ci`]: created(
          type,
          { url: `https://${issuer}`, clientIdLists: ["aws"] },
          "one",
        ),
        [urnOf("r")]: created(ROLE, { assumeRolePolicy: trust }, deployer),
      });
    assert.deepEqual(verdicts(both("one")), { r: "accepted" });
    assert.deepEqual(verdicts(both("other")), { r: "rejected" });
  });

  it("with an unknown value or a secret is unknown, and opens secrets that it has in plain text", () => {
    const secret = (members: Json): Json => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ...members,
    });
    const role = (assumeRolePolicy: unknown): Json =>
      planned(["create"], { adds: { assumeRolePolicy } }, null);
    const value = plan({
      [urnOf("later")]: role("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
      [urnOf("sealed")]: role(secret({ ciphertext: "v1:abc" })),
      [urnOf("shown")]: role(secret({ plaintext: JSON.stringify(WRONG) })),
    });
    assert.deepEqual(verdicts(value), {
      later: "unknown: a value that Pulumi does not know yet",
      sealed: "unknown: a secret; save the plan with --show-secrets",
      shown: "rejected",
    });
  });

  it("reads the type from the URN of a resource without a goal", () => {
    const urn = `urn:pulumi:dev::app::my:index:Parent$${ROLE}::r`;
    const text = JSON.stringify(plan({ [urn]: { steps: ["replace"], state: { assumeRolePolicy: WRONG } } }));
    const [role] = judgeText("f", text).roles;
    assert.deepEqual([role?.document.kind, role?.verdict], [ROLE, "rejected"]);
  });

  it("points to the policy where the plan has it", () => {
    const at = (resource: Json): string => {
      const text = JSON.stringify(plan({ [urnOf("r")]: resource }));
      const [role] = judgeText("f", text).roles;
      const before = text.slice(0, role?.range.start);
      assert.equal(text.slice(role?.range.start, role?.range.end), JSON.stringify(WRONG));
      return ["adds", "updates", "state"].findLast((name) => before.includes(`"${name}":`)) ?? "";
    };
    const document = { assumeRolePolicy: WRONG };
    assert.equal(at(planned(["create"], { adds: document }, null)), "adds");
    assert.equal(at(planned(["update"], { updates: document }, null)), "updates");
    assert.equal(at(planned(["same"], {}, document)), "state");
  });

  it("finds policies in resources of other types", () => {
    const urn = "urn:pulumi:dev::app::acme:iam:Role::r";
    const goal = { type: "acme:iam:Role", inputDiff: { adds: { assumeRolePolicy: WRONG } } };
    assert.deepEqual(verdicts(plan({ [urn]: { goal, steps: ["create"], state: null } })), { r: "rejected" });
  });

  it("that is a state at the same time is not read", () => {
    assert.throws(
      () => verdicts({ ...plan({}), deployment: { resources: [] } }),
      /a Pulumi stack's state.*a Pulumi plan/,
    );
  });
});
