/** The rows of the matrix, by what they cost to get. */
import { awsCliV1 } from "./aws-cli/aws-cli-v1";
import { awsCliV2 } from "./aws-cli/aws-cli-v2";
import { boto3 } from "./boto3/boto3";
import type { Client } from "./client";
import { duckdb, duckdbListing } from "./duckdb/duckdb";
import { goV1 } from "./go-v1/go-v1";
import { goV2 } from "./go-v2/go-v2";
import { javaV2 } from "./java-v2/java-v2";
import { javaScriptV3 } from "./javascript/javascript-v3";
import { pyarrow14, pyarrow24, pyarrow26 } from "./pyarrow/pyarrow";
import { rclone } from "./rclone/rclone";
import { rust } from "./rust/rust";

/** One of each language that is there anyway: part of `npm test`. */
export const QUICK: readonly Client[] = [boto3, javaScriptV3];

/** Those that start slowly, or come as small wheels: `npm run test:all`. */
export const SLOW: readonly Client[] = [awsCliV1, pyarrow24, duckdb, duckdbListing];

/** Those that need root, a JVM, a compiler or more than 50 MB: `npm test -- nightly`. */
export const NIGHTLY: readonly Client[] = [awsCliV2, goV1, goV2, javaV2, rust, pyarrow14, pyarrow26, rclone];
