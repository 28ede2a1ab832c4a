import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { audience } from "./facts";
import { useFixture } from "./fixture";
import { imdsError } from "./replies";
import { helperPath, noPauses } from "./run-helper";

const federated = (what: string) =>
  `the identity has no federated credential for this pod: it must name ${what}; a new one can take minutes to count`;
const serviceAccount = federated("the pod's service account, system:serviceaccount:<namespace>:<name>");
const noResource =
  "the tenant has no service principal for this audience: create one for the application, and give --audience " +
  "exactly as registered";
const unknownClient =
  "the tenant does not know this application or identity: check --client-id and the tenant";
const unknownTenant = "Entra knows no such tenant: check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST";
const disabled = "the identity is disabled: enable its service principal";

const remedies: Record<string, string> = {
  AADSTS500011: noResource,
  AADSTS50001: noResource,
  AADSTS500014: "the service principal of this audience's application is disabled: enable it",
  AADSTS501051:
    "the managed identity is not assigned to the application: assign it to the application's app role; " +
    "a new assignment can take minutes to count",
  AADSTS50105: "the identity is not assigned to the application: assign it to the application's app role",
  AADSTS700016: unknownClient,
  AADSTS700011: unknownClient,
  AADSTS7000112: disabled,
  AADSTS70001: disabled,
  AADSTS53003: "a Conditional Access policy blocks the token: except this workload identity from it",
  AADSTS70025: federated("the cluster's issuer and the pod's service account"),
  AADSTS70021: federated("issuer, subject and audience of the pod's token"),
  AADSTS700211: federated("the cluster's issuer"),
  AADSTS700212: federated("the audience of the pod's token, api://AzureADTokenExchange"),
  AADSTS700213: serviceAccount,
  AADSTS7002131: serviceAccount,
  AADSTS700024: "the pod's token is not valid at this time for Entra: check the clock of the node",
  AADSTS90002: unknownTenant,
  AADSTS900023: unknownTenant,
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
      "print(json.dumps([sorted(entra.REMEDIES), sorted(entra.PASSING)]))";
    const known = execFileSync("python3", ["-IS", "-c", script, dirname(helperPath)], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(known), [Object.keys(remedies).sort(), [...passing].sort()]);
  });

  for (const [code, remedy] of Object.entries(remedies)) {
    it(`translates ${code} and asks once`, async () => {
      fixture.clouds.imds.always = () => imdsError(400, "invalid_request", `${code}: In Entra's own words.`);
      assert.deepEqual(await fixture.run({ times: noPauses }), {
        exitCode: 1,
        stdout: "",
        stderr:
          `azure-to-aws: ${remedy} (audience ${audience}): Azure's instance metadata service answered 400: ` +
          `invalid_request - ${code}: In Entra's own words.\n`,
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
