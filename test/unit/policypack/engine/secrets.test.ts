import assert from "node:assert/strict";
import { secretsAmong, watchSecrets } from "../../../../policypack/engine/secrets";

type Json = Record<string, unknown>;

const secret = (value: unknown): Json => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function neverWarned(message: string): void {
  throw new Error(message);
}

/** What the pack remembers of properties as the engine sends them. */
function secretsOf(sent: Json): readonly string[] {
  const opened = {};
  const deserialize = { deserializeProperties: () => opened };
  watchSecrets(() => deserialize, neverWarned);
  const shown = (deserialize.deserializeProperties as (sent: unknown, proxySecrets: boolean) => object)(
    { toJavaScript: () => sent },
    false,
  );
  assert.equal(shown, opened);
  return secretsAmong(shown);
}

describe("secrets of a resource", () => {
  it("are the strings within secret values, at any depth and within JSON", () => {
    assert.deepEqual(
      secretsOf({ plain: "a", list: [secret("b")], object: { inner: secret({ c: ["d", 1, null] }) } }),
      ["b", "d"],
    );
    const document = '{"Statement": {"Sid": "e"}}';
    assert.deepEqual(secretsOf({ assumeRolePolicy: secret(document) }), [document, "e"]);
    assert.deepEqual(secretsOf({ plain: "a" }), []);
    assert.deepEqual(secretsAmong({}), []);
  });

  it("are not recognized without the module that opens them, and the pack says so and goes on", () => {
    const loads: (() => object)[] = [
      () => {
        throw new Error("Cannot find module '@pulumi/policy/deserialize'");
      },
      () => ({}),
      () => ({ deserializeProperties: "moved" }),
    ];
    for (const load of loads) {
      const warnings: string[] = [];
      watchSecrets(load, (message) => warnings.push(message));
      assert.equal(warnings.length, 1);
      assert.match(
        warnings[0] ?? "",
        /^azure-to-aws-federation: .* does not show which values are secret, .* npm install @pulumi\/policy@1\.21\.0\. \[secrets-not-recognized\]$/,
      );
    }
  });

  it("are recognized with the version of @pulumi/policy that is installed", () => {
    watchSecrets(undefined, neverWarned);
  });
});
