/** Creates stacks as files: `pulumi stack init` is a start of the CLI for each stack, which costs 0.35 CPU seconds. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes the state of a stack that has no resource yet, where the file backend of the CLI looks for it. The CLI creates
 * everything else with the first operation.
 * Evidence (source code): `projectReferenceStore` in pkg/backend/diy/store.go and `CheckpointV3` in
 * sdk/go/common/apitype/core.go of pulumi/pulumi v3.259.0.
 *
 * @param backendUrl a `file:` URL
 * @throws Error if the stack exists already
 */
export async function writeEmptyState(backendUrl: string, project: string, stack: string): Promise<void> {
  const file = path.join(fileURLToPath(backendUrl), ".pulumi", "stacks", project, `${stack}.json`);
  const checkpoint = { stack: `organization/${project}/${stack}`, latest: null };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ version: 3, checkpoint }), { flag: "wx" });
}
