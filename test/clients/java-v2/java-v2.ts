import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../lab/pulumi/toolchain";
import { cachedBuild, EXECUTABLE } from "../cached-build";
import type { Client } from "../client";
import { lockedVersion } from "../programs";

/** The AWS SDK for Java v2. */
export const javaV2: Client = {
  name: "AWS SDK for Java v2",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "pom.xml"), /<artifactId>bom<.+\s+<version>(.+)</),
    command: [await compiled()],
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: false, words: /Failed to refresh process-based credentials/ },
};

async function compiled(): Promise<string> {
  return cachedBuild({
    title: "the client for Java",
    sources: __dirname,
    compile: async (sources, result, { environment, signal }) => {
      const mvn = await findExecutable("mvn", environment.PATH);
      if (mvn === undefined) {
        throw new Error("no mvn executable on PATH");
      }
      // Maven refuses here what does not have the checksum that its repository names.
      await runProcessGroup(mvn, ["-q", "-B", "-C", "package"], { cwd: sources, environment, signal });
      await cp(path.join(sources, "target/lib"), path.join(result, "lib"), { recursive: true });
      await mkdir(path.join(result, "bin"));
      await writeFile(path.join(result, "bin", EXECUTABLE), START, { mode: 0o755 });
    },
    remedy: "Compiling it needs a JDK >= 17 and Maven: sudo sh test/clients/prepare-debian.sh.",
  });
}

const START = `#!/bin/sh
exec java -cp "$(dirname "$0")/../lib/*" ListBucket "$@"
`;
