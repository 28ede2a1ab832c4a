/** The provider for Python with aioboto3, and so with older versions of botocore and aiobotocore. */
import assert from "node:assert/strict";
import path from "node:path";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { pythonPackages } from "../../programs";
import { KEYS, list, variables } from "./listing";

describeWith(
  "The provider for Python, where aioboto3 is installed,",
  () => IdentityLab.start(),
  function (lab) {
    this.timeout(60_000);
    let python: PythonEnvironment;

    before(async function () {
      this.timeout("20m"); // The environment is made when there is none yet.
      python = await pythonPackages(path.join(__dirname, "aioboto3/requirements.txt"));
    });

    for (const kind of ["aioboto3", "boto3"]) {
      it(`gives ${kind} a session`, async () => {
        const { federations, workload } = lab();
        const env = variables(federations[1], workload.clientId);
        assert.deepEqual(await list(lab(), python, "virtual machine", { kind, env }), { keys: KEYS });
      });
    }
  },
);
