import path from "node:path";
import type { Client } from "../client";
import { goProgram } from "../go-program";
import { lockedVersion } from "../locked-version";

/** The AWS SDK for Go v1. */
export const goV1: Client = {
  name: "AWS SDK for Go v1",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "go.mod"), /github\.com\/aws\/aws-sdk-go v(\S+)/),
    command: [await goProgram("the client for Go v1", __dirname)],
    // Without it this SDK reads the credentials file alone (aws-sdk-go, "Configuring the AWS SDK for Go").
    env: { AWS_SDK_LOAD_CONFIG: "1" },
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /exit status 1/ },
};
