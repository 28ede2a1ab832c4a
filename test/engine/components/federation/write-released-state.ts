/**
 * Writes the state that the quickstart of a checkout leaves in a lab, for the upgrade test of later versions. Run it in a checkout of the
 * released version: `node -r ./tools/typescript/register.cjs test/engine/components/federation/write-released-state.ts`.
 */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { brotliCompressSync } from "node:zlib";
import { PulumiStack } from "../../../../lab/pulumi";
import { startLab } from "../../../../lab/testing/with-lab";
import { version } from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { deployerOf, RELEASED_CONFIG, RELEASED_DEPLOYER, releasedFile } from "./released-state";

/** What Pulumi writes in place of a secret, as a member of the object that holds its ciphertext. */
const SECRET = "4dabf18193072939515e22adb298388d";

interface Exported {
  readonly deployment: {
    readonly manifest: { readonly magic: string; readonly version: string };
    readonly resources: readonly unknown[];
  };
}

async function main(): Promise<void> {
  const lab = await startLab();
  try {
    const place = { projectDirectory: PROJECT_ROOT };
    const stack = await PulumiStack.create(lab.pulumi, {
      ...place,
      stackName: "dev",
      config: RELEASED_CONFIG,
      directory: lab.directory,
    });
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    const exported = await lab.pulumi.run(["stack", "export", "--stack", "dev"], place);
    assert.equal(exported.exitCode, 0, exported.output);
    const { deployment } = JSON.parse(exported.output) as Exported;
    // Without the paths of the plugins, the time, and the salt of the passphrase.
    const { magic, version: cli } = deployment.manifest;
    const { resources } = deployment;
    const state = { version: 3, deployment: { manifest: { magic, version: cli }, resources, metadata: {} } };
    const text = JSON.stringify(state).replaceAll(deployerOf(lab), RELEASED_DEPLOYER);
    for (const foreign of [SECRET, lab.directory, PROJECT_ROOT, homedir()]) {
      assert.ok(!text.includes(foreign), foreign);
    }
    await writeFile(releasedFile(version), brotliCompressSync(text));
  } finally {
    await lab.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
