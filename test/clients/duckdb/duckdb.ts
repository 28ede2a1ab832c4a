import path from "node:path";
import { type Client, RENEWAL_LISTINGS } from "../client";
import { installedVersion, pythonPackages, pythonProgram } from "../programs";

/** DuckDB with its extensions httpfs and aws, by the AWS SDK for C++ in the latter. */
function duckdbThat(
  way: "object" | "listing",
  rest: Pick<Client, "name" | "isCommandLine" | "startsOnRenewal">,
): Client {
  return {
    ...rest,
    prepare: async () => {
      const environment = await pythonPackages(path.join(__dirname, "requirements.txt"));
      return {
        version: await installedVersion(environment, "duckdb"),
        command: [...pythonProgram(environment, "duckdb/read_bucket.py"), way],
      };
    },
    startsOnFailure: 1,
    onFailure: { showsHelperLine: false, words: /Secret Validation Failure/ },
  };
}

/** It reads an object by its name, with one secret. */
export const duckdb = duckdbThat("object", { name: "DuckDB", startsOnRenewal: 2 });

/**
 * It lists the bucket, with a new secret for each listing: up to version 1.5, a listing with a session that ended fails even
 * with `REFRESH auto` (duckdb/duckdb-httpfs#165; tried here). So it starts the helper each time.
 */
export const duckdbListing = duckdbThat("listing", {
  name: "DuckDB, listing",
  isCommandLine: true,
  startsOnRenewal: RENEWAL_LISTINGS,
});
