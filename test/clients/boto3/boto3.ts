import type { Client } from "../client";
import { installedVersion, pythonPackages, pythonProgram } from "../programs";

/** boto3 of the lab's own Python environment. */
export const boto3: Client = {
  name: "boto3",
  prepare: async () => {
    const environment = await pythonPackages();
    return {
      version: await installedVersion(environment, "boto3"),
      command: pythonProgram(environment, "boto3/list_bucket.py"),
    };
  },
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: {
    showsHelperLine: true,
    words: /CredentialRetrievalError: Error when retrieving credentials from custom-process/,
  },
};
