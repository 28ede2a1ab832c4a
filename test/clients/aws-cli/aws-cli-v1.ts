import path from "node:path";
import { type Client, RENEWAL_LISTINGS } from "../client";
import { installedVersion, inTurn, pythonPackages } from "../programs";

/** The AWS CLI of the lab's own Python environment. */
export const awsCliV1: Client = {
  name: "AWS CLI v1",
  isCommandLine: true,
  prepare: async () => {
    const environment = await pythonPackages();
    return {
      version: await installedVersion(environment, "awscli"),
      command: inTurn(`'${path.join(environment.bin, "aws")}' s3 ls "s3://$1"`),
    };
  },
  // The first command asks again, since botocore renews at each use what ends within 15 minutes.
  startsOnRenewal: RENEWAL_LISTINGS + 1,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /Error when retrieving credentials from custom-process/ },
};
