/** The options of `suspend` and `resume`. */
import { Option } from "commander";
import { choice } from "../options";

export const ROLE_OPTIONS = [
  new Option("--dry-run", "show the changes, and change nothing"),
  choice("--format <FORMAT>", "how to report", ["text", "json"]).default("text"),
  new Option("--profile <NAME>", "the AWS profile (default: AWS_PROFILE, or the keys in the environment)"),
  new Option(
    "--region <NAME>",
    "the AWS region to sign for (default: AWS_REGION, or the profile's; IAM is the same in all of a partition)",
  ),
];
