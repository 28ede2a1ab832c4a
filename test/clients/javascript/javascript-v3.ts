import path from "node:path";
import { version } from "@aws-sdk/client-s3/package.json";
import type { Client } from "../client";

/** The AWS SDK for JavaScript v3 with its default chain, as the project's own development dependency. */
export const javaScriptV3: Client = {
  name: "AWS SDK for JavaScript v3",
  prepare: () =>
    Promise.resolve({ version, command: [process.execPath, path.join(__dirname, "list-bucket.mjs")] }),
  startsOnRenewal: 2,
  startsOnFailure: 2,
  onFailure: { showsHelperLine: false, words: /Could not load credentials from any providers/ },
};
