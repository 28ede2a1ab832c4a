import path from "node:path";
import type { Client } from "../client";
import { goProgram, lockedVersion } from "../programs";

/** The AWS SDK for Go v1. It reads the config only where `AWS_SDK_LOAD_CONFIG` is set, as a login on the VM does. */
export const goV1: Client = {
  name: "AWS SDK for Go v1",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "go.mod"), /github\.com\/aws\/aws-sdk-go v(\S+)/),
    command: [await goProgram("the client for Go v1", __dirname)],
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /exit status 1/ },
};
