import { type Client, RENEWAL_LISTINGS } from "../client";
import { debianProgram, inTurn } from "../programs";

const RCLONE = "/usr/bin/rclone";

/** The rclone that Debian ships, by the AWS SDK for Go v1 in it. */
export const rclone: Client = {
  name: "rclone from Debian",
  isCommandLine: true,
  prepare: async () => {
    const told = await debianProgram(RCLONE, "version");
    // The lab serves buckets by path, which rclone does not use with the provider AWS.
    const place = `--s3-endpoint "$AWS_ENDPOINT_URL" --s3-region eu-west-1`;
    return {
      version: /rclone v(\S+)/.exec(told)?.[1] ?? told,
      command: inTurn(`${RCLONE} lsf ${place} ":s3,provider=Other,env_auth:$1"`),
    };
  },
  startsOnRenewal: RENEWAL_LISTINGS,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: true, words: /exit status 1/ },
};
