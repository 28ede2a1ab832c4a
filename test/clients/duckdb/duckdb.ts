import path from "node:path";
import type { Client } from "../client";
import { installedVersion, pythonPackages, pythonProgram } from "../programs";

/**
 * DuckDB with its extensions httpfs and aws, by the AWS SDK for C++ in the latter.
 *
 * It reads the object instead of listing the bucket: up to version 1.5, a listing with a session that ended fails even with
 * `REFRESH auto` (duckdb/duckdb-httpfs#165; tried here).
 */
export const duckdb: Client = {
  name: "DuckDB",
  prepare: async () => {
    const environment = await pythonPackages(path.join(__dirname, "requirements.txt"));
    return {
      version: await installedVersion(environment, "duckdb"),
      command: pythonProgram(environment, "duckdb/read_object.py"),
    };
  },
  startsOnRenewal: 2,
  startsOnFailure: 1,
  onFailure: { showsHelperLine: false, words: /Secret Validation Failure/ },
};
