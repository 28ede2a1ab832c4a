import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientId, podClaims, roleArn } from "./facts";
import { useFixture } from "./fixture";
import { jwt } from "./replies";
import { noPauses } from "./run-helper";
import { said } from "./said";

describe("In a pod whose cluster the role trusts itself, the credential helper", () => {
  const fixture = useFixture();
  const podToken = jwt(podClaims);
  const file = () => join(fixture.folder, "token");

  beforeEach(() => {
    writeFileSync(file(), `${podToken}\n`);
  });

  const direct = ["--source", "token-file", "--subject", podClaims.sub];
  const issuer = ["--issuer", podClaims.iss];
  const needed = ["--role-arn", roleArn, "--audience", "api://AzureADTokenExchange"];
  const runBare = (args: readonly string[]) =>
    fixture.run({
      bare: true,
      env: fixture.clouds.podEnvironment(file()),
      args: [...needed, ...args],
      times: noPauses,
    });

  it("sends AWS the cluster's own token, for which no client ID is needed", async () => {
    const found = await runBare([...direct, ...issuer]);
    assert.equal(found.exitCode, 0, found.stderr);
    const asked = new URLSearchParams(fixture.clouds.sts.seen[0]?.body);
    assert.equal(asked.get("WebIdentityToken"), podToken);
    assert.deepEqual(fixture.clouds.entra.seen, []);
  });

  it("does so by itself where --issuer is the cluster's", async () => {
    const found = await runBare(["--client-id", clientId, "--subject", podClaims.sub, ...issuer]);
    assert.equal(found.exitCode, 0, found.stderr);
    assert.deepEqual(fixture.clouds.entra.seen, []);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("checks its audience, of which Kubernetes makes a list, and its subject", async () => {
    writeFileSync(
      file(),
      jwt({ ...podClaims, aud: ["sts.amazonaws.com", "b"], sub: "system:serviceaccount:x:y" }),
    );
    const found = await runBare(direct);
    assert.equal(
      found.stderr,
      `azure-to-aws: ${[
        said("token-cluster-audience-differs", {
          wanted: "api://AzureADTokenExchange",
          found: "sts.amazonaws.com, b",
        }),
        said("token-subject-differs", { wanted: podClaims.sub, found: "system:serviceaccount:x:y" }),
      ].join("; ")}\n`,
    );
    assert.deepEqual(fixture.clouds.sts.seen, []);
  });
});
