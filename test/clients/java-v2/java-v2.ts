import path from "node:path";
import type { Client } from "../client";
import { javaProgram, lockedVersion } from "../programs";

/** The AWS SDK for Java v2. */
export const javaV2: Client = {
  name: "AWS SDK for Java v2",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "pom.xml"), /<artifactId>bom<.+\s+<version>(.+)</),
    command: [await javaProgram("the client for Java", __dirname)],
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: false, words: /Failed to refresh process-based credentials/ },
};
