import { type Client, RENEWAL_LISTINGS } from "../client";
import { debianProgram, inTurn } from "../programs";

const AWS = "/usr/bin/aws";

/** The AWS CLI that Debian ships since version 12. */
export const awsCliV2: Client = {
  name: "AWS CLI v2",
  isCommandLine: true,
  prepare: async () => {
    const told = await debianProgram(AWS, "--version");
    const version = /^aws-cli\/(2\.\S+)/.exec(told)?.[1];
    if (version === undefined) {
      throw new Error(`${AWS} is ${JSON.stringify(told)}. Expected version 2, as in Debian 12`);
    }
    // 2.9 of Debian 12 does not read AWS_ENDPOINT_URL.
    return { version, command: inTurn(`${AWS} --endpoint-url "$AWS_ENDPOINT_URL" s3 ls "s3://$1"`) };
  },
  // The first command asks again, since botocore renews at each use what ends within 15 minutes.
  startsOnRenewal: RENEWAL_LISTINGS + 1,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /Error when retrieving credentials from custom-process/ },
};
