import path from "node:path";
import type { Client } from "../client";
import { installedVersion, pythonPackages, pythonProgram } from "../python-package";

/** DuckDB with its extensions httpfs and aws, by the AWS SDK for C++ in the latter. */
export const duckdb: Client = {
  name: "DuckDB",
  prepare: async () => {
    const environment = await pythonPackages(path.join(__dirname, "requirements.txt"));
    return {
      version: await installedVersion(environment, "duckdb"),
      command: pythonProgram(environment, "duckdb/list_bucket.py"),
    };
  },
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: false, words: /Secret Validation Failure/ },
};
