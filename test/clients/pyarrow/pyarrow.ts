import path from "node:path";
import type { Client } from "../client";
import { installedVersion, pythonPackages, pythonProgram } from "../programs";

/**
 * pyarrow, by the AWS SDK for C++ in it. When the helper fails it sends the request without a signature, and reports
 * what S3 says to that.
 *
 * @param release folder with the lock
 * @param startsOnFailure see {@link Client.startsOnFailure}
 */
function pyarrow(release: string, startsOnFailure: number): Client {
  return {
    name: `pyarrow ${release}`,
    prepare: async () => {
      const environment = await pythonPackages(path.join(__dirname, release, "requirements.txt"));
      return {
        version: await installedVersion(environment, "pyarrow"),
        command: pythonProgram(environment, "pyarrow/list_bucket.py"),
      };
    },
    startsOnRenewal: 2,
    startsOnFailure,
    onFailure: { showsHelperLine: false, words: /ACCESS_DENIED/ },
  };
}

/** Of 2023. Up to 24 the SDK takes standard error for a part of the answer. */
export const pyarrow14 = pyarrow("14", 3);
export const pyarrow24 = pyarrow("24", 4);
/** The first whose SDK reads standard output alone. */
export const pyarrow26 = pyarrow("26", 4);
