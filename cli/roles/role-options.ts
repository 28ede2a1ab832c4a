/** The options of `suspend` and `resume`. */
import { choice, option } from "../options";

export const ROLE_OPTIONS = [
  option("--dry-run", "show the changes, and change nothing"),
  choice("--format <FORMAT>", "how to report", ["text", "json"]),
  option("--profile <NAME>", "the AWS profile (default: AWS_PROFILE, or the keys in the environment)"),
  option(
    "--region <NAME>",
    "the AWS region to sign for (default: AWS_REGION, or the profile's; IAM is the same in all of a partition)",
  ),
];
