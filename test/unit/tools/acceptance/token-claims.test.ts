import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { labPython } from "../../../../lab/testing/lab-python";
import { PROJECT_ROOT } from "../../../../tools/project-root";

const SCRIPT = path.join(PROJECT_ROOT, "tools/acceptance/token_claims.py");

async function facts(claims: object): Promise<unknown> {
  const { python } = await labPython();
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const { stdout } = await execa(python, [SCRIPT, "api://run"], { input: `head.${payload}.signature` });
  return JSON.parse(stdout);
}

describe("what a run reports of a token", () => {
  const times = { iat: 1_700_000_000, exp: 1_700_086_700 };

  it("is how its claims compare, without their values", async () => {
    const claims = { aud: "api://run", oid: "principal", sub: "principal", ver: "1.0", ...times };
    assert.deepEqual(await facts(claims), {
      aud: "the audience",
      azp: "absent",
      oid: "equals sub",
      ver: "1.0",
      seconds: 86_700,
      names: ["aud", "exp", "iat", "oid", "sub", "ver"],
    });
  });

  it("shows a second audience, an azp, another subject, and no name that a company chose", async () => {
    const extension = "extension_0123456789abcdef0123456789abcdef_payroll";
    const claims = {
      aud: ["api://run"],
      azp: "x",
      oid: "principal",
      sub: "other",
      [extension]: "x",
      ...times,
    };
    assert.deepEqual(await facts(claims), {
      aud: "a list",
      azp: "present",
      oid: "differs from sub",
      ver: null,
      seconds: 86_700,
      names: ["aud", "azp", "exp", "<other>", "iat", "oid", "sub"],
    });
    const other = { aud: "api://other", ...times };
    assert.equal(((await facts(other)) as { aud: string }).aud, "another");
  });
});
