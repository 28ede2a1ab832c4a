import path from "node:path";
import type { Client } from "../client";
import { goProgram, lockedVersion } from "../programs";

/** The AWS SDK for Go v2. */
export const goV2: Client = {
  name: "AWS SDK for Go v2",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "go.mod"), /github\.com\/aws\/aws-sdk-go-v2 v(\S+)/),
    command: [await goProgram("the client for Go v2", __dirname)],
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /exit status 1/ },
};
