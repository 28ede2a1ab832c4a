import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { audience } from "./facts";
import { useFixture } from "./fixture";
import { imdsError } from "./replies";
import { helperSources, noPauses } from "./run-helper";
import { said } from "./said";

const serviceAccount = "the pod's service account, system:serviceaccount:<namespace>:<name>";

/** The message for each of Entra's codes, and what it expects of a federated credential. */
const explained: Record<string, [Parameters<typeof said>[0], expected?: string]> = {
  AADSTS500011: ["entra-no-service-principal"],
  AADSTS50001: ["entra-no-service-principal"],
  AADSTS500014: ["entra-application-disabled"],
  AADSTS501051: ["entra-not-assigned"],
  AADSTS50105: ["entra-not-assigned"],
  AADSTS700016: ["entra-unknown-client"],
  AADSTS700011: ["entra-unknown-client"],
  AADSTS7000112: ["entra-identity-disabled"],
  AADSTS70001: ["entra-identity-disabled"],
  AADSTS53003: ["entra-conditional-access"],
  AADSTS70025: ["entra-no-federated-credential", "the cluster's issuer and the pod's service account"],
  AADSTS70021: ["entra-no-federated-credential", "issuer, subject, and audience of the pod's token"],
  AADSTS700211: ["entra-no-federated-credential", "the cluster's issuer"],
  AADSTS700212: [
    "entra-no-federated-credential",
    "the audience of the pod's token, api://AzureADTokenExchange",
  ],
  AADSTS700213: ["entra-no-federated-credential", serviceAccount],
  AADSTS7002131: ["entra-no-federated-credential", serviceAccount],
  AADSTS700024: ["entra-pod-token-time"],
  AADSTS90002: ["entra-unknown-tenant"],
  AADSTS900023: ["entra-unknown-tenant"],
};
const passing = [
  "AADSTS50033",
  "AADSTS90006",
  "AADSTS90012",
  "AADSTS90024",
  "AADSTS90033",
  "AADSTS90055",
  "AADSTS90090",
  "AADSTS90091",
];

describe("Of Entra's codes, the credential helper", () => {
  const fixture = useFixture();

  it("knows those that are tested here and no others", () => {
    const script =
      "import json, sys; sys.path.append(sys.argv[1]); from azure_to_aws import entra; " +
      "print(json.dumps([sorted(entra.MESSAGES), sorted(entra.PASSING)]))";
    const known = execFileSync("python3", ["-IS", "-c", script, helperSources], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(known), [Object.keys(explained).sort(), [...passing].sort()]);
  });

  for (const [code, [message, expected = ""]] of Object.entries(explained)) {
    it(`explains ${code} and asks once`, async () => {
      fixture.clouds.imds.always = () => imdsError(400, "invalid_request", `${code}: In Entra's own words.`);
      assert.deepEqual(await fixture.run({ times: noPauses }), {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said(message, {
          audience,
          expected,
          reply: `Azure's instance metadata service answered 400: invalid_request - ${code}: In Entra's own words.`,
        })}\n`,
      });
      assert.equal(fixture.clouds.imds.seen.length, 1);
    });
  }

  for (const code of passing) {
    it(`takes ${code} for something that passes`, async () => {
      fixture.clouds.imds.next = [imdsError(400, "temporarily_unavailable", `${code}: Try again.`)];
      const run = await fixture.run({ times: noPauses });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(fixture.clouds.imds.seen.length, 2);
    });
  }
});
