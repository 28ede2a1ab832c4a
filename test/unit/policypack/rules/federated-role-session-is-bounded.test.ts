import assert from "node:assert/strict";
import { federatedRoleSessionIsBounded as rule } from "../../../../policypack/rules/federated-role-session-is-bounded";
import { policy } from "../../trust/entra-policy";
import { part } from "../stack/federation-stack";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

const judge = (changes: Record<string, unknown>, config = {}): Promise<Validation> =>
  validateResource(rule, part("role", changes), config);

describe("federated-role-session-is-bounded", () => {
  it("is advisory", () => {
    assert.equal(rule.enforcementLevel, "advisory");
  });

  it("has nothing to say of an hour, of AWS's default, and of what is not known", async () => {
    for (const maxSessionDuration of [3600, undefined, UNKNOWN]) {
      assert.deepEqual(await judge({ maxSessionDuration }), NOTHING);
    }
  });

  it("names a session that is too long", async () => {
    const { violations } = await judge({ maxSessionDuration: 43200 });
    assert.deepEqual(violations, [
      "Role role: a session can last too long. Expected at most 3600 seconds; got 43200.",
    ]);
    assert.deepEqual(await judge({ maxSessionDuration: 43200 }, { maximumSeconds: 43200 }), NOTHING);
  });

  it("asks for a permissions boundary if the configuration requires one", async () => {
    const config = { boundaryRequired: true };
    assert.deepEqual(await judge({}), NOTHING);
    assert.match((await judge({}, config)).violations[0] ?? "", /: the role has no permissions boundary\./);
    assert.deepEqual(await judge({ permissionsBoundary: "arn:aws:iam::1:policy/b" }, config), NOTHING);
    assert.deepEqual(await judge({ permissionsBoundary: UNKNOWN }, config), NOTHING);
  });

  it("passes over roles that no OIDC identity can assume", async () => {
    const assumeRolePolicy = policy({
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    assert.deepEqual(await judge({ assumeRolePolicy, maxSessionDuration: 43200 }, { scope: "all" }), NOTHING);
  });
});
