/** Ways around the pack by spelling and by configuration, under the real engine. Previews only. */
import assert from "node:assert/strict";
import { describeWith } from "../../../lab/testing/describe-with";
import { fingerprint } from "../../../policypack/configuration";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { said, startPreviewEngine } from "./engine-setup";

const ROLE = "arn:aws:iam::111122223333:role";

/** Spellings of "every role", by the name of the role that has one. */
const SPELLINGS: Readonly<Record<string, string>> = {
  account: "arn:aws:iam::111122223333:*/*",
  arn: "arn:*",
  question: `${ROLE}/?*`,
  type: "arn:aws:iam::111122223333:rol?/*",
};

const PROGRAM = `
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");
const role = new Role("role", { name: "role", assumeRolePolicy: ${JSON.stringify(JSON.stringify(policy()))} });
const allow = (name, Action, Resource) => new RolePolicy(name, {
  role: role.name,
  policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] }),
});
for (const [name, resource] of Object.entries(${JSON.stringify(SPELLINGS)})) {
  allow(name, "sts:AssumeRole", resource);
}
allow("named", "sts:AssumeRole", "${ROLE}/app");
allow("command", "ssm:SendCommand", "*");
// A regular expression would not come to an end of this.
allow("slow", "s3:" + "?*".repeat(100), "*");
`;

const OPEN = `
const { Role } = require("@pulumi/aws/iam/role");
new Role("open", { assumeRolePolicy: ${JSON.stringify(
  JSON.stringify(
    policy({
      Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [AUD.replace(/aud$/, "sub")]: "a*" } },
    }),
  ),
)} });
`;

describeWith("no way around the pack under the real engine", startPreviewEngine, function (engine) {
  this.timeout(120_000);

  it("refuses every spelling of every role, and commands on every machine", async () => {
    const run = await engine().previewProgram("spellings", PROGRAM);
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      said(run, "mandatory"),
      [...Object.keys(SPELLINGS), "command"]
        .sort()
        .map((name) => ["federated-role-is-least-privilege", name]),
    );
  });

  it("is not switched off by a beginning that every subject has", async () => {
    const rule = "oidc-trust-requires-subject";
    const setting = (beginning: string): object => ({
      [rule]: { subjectPatterns: [{ provider: AUD.slice(0, -4), beginning }] },
    });
    const empty = await engine().previewProgram("empty", OPEN, { policies: setting("") });
    assert.notEqual(empty.exitCode, 0);
    assert.match(empty.output, /beginning/);
    const names = await engine().previewProgram("names", OPEN, { policies: setting("<anything>") });
    assert.notEqual(names.exitCode, 0);
    assert.deepEqual(said(names, "mandatory"), [[rule, "open"]]);
  });

  it("takes accepted findings from the configuration alone, never from a file of the program", async () => {
    const rule = "oidc-trust-requires-subject";
    const sub = AUD.replace(/aud$/, "sub");
    const condition = ["StringLike", "a*"];
    const accepting = (name: string): object => {
      const resource = `urn:pulumi:${name}::${name}::aws:iam/role:Role::open`;
      const found = [AUD.slice(0, -4), sub, [["Condition", "StringLike"], "a*"], [condition]];
      const print = fingerprint({ rule, identity: [resource, "", "claim-not-pinned", ...found] });
      const terms = { reason: "moves", until: "2999-12-31", owner: "platform" };
      return { accepted: { findings: [{ fingerprint: print, rule, resource, ...terms }] } };
    };
    const files = { "policies.json": JSON.stringify(accepting("brought")) };
    const brought = await engine().previewProgram("brought", OPEN, { policies: {}, files });
    assert.notEqual(brought.exitCode, 0);
    assert.deepEqual(said(brought, "mandatory"), [[rule, "open"]]);
    const named = await engine().previewProgram("named", OPEN, { policies: accepting("named") });
    assert.equal(named.exitCode, 0, named.output);
    assert.deepEqual(said(named, "mandatory"), []);
  });
});
