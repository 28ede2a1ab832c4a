/** A directory that is behind, by seeds and under the real engine: no object gets stuck. */
import assert from "node:assert/strict";
import { appRoleId } from "../../../../components/entra-audience/app-role";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

/** Every write is unseen for up to so many requests. */
const MOST_REQUESTS = 4;

/** An audience with two identities; every other seed has the audience that needs a resource of its own. */
const program = (seed: number): string => `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const group = new ResourceGroup("lag", {});
const audience = new azure.EntraAudience("lag", ${JSON.stringify(seed % 2 === 0 ? {} : { audienceForm: "application-id" })});
for (const name of ["lag-a", "lag-b"]) {
  new azure.AzureWorkload(name, {
    resourceGroupName: group.name,
    servicePrincipalObjectId: audience.servicePrincipalObjectId,
    appRoleId: audience.appRoleId,
  });
}
exports.audience = audience.audience;
`;

/** Declares one test for each seed from 1 on. */
export function describeSeeds(seeds: number): void {
  describeWithLab("EntraAudience and AzureWorkload in a directory that is behind", {}, function (lab) {
    this.timeout("4m");

    for (let seed = 1; seed <= seeds; seed++) {
      it(`are created by one update, or with the printed imports, kept, and destroyed (seed ${seed})`, async () => {
        const { directory } = lab().azure.tenant();
        directory.lagBehind({ seed, requests: MOST_REQUESTS });
        const stack = await ProgramStack.create(lab(), `lag-${seed}`);
        await stack.program(program(seed));
        // What stays unseen for too long is kept, and a warning has the command that takes it into the state. There are three
        // objects to which that may happen.
        let run = await stack.stack.up();
        for (let imports = 0; run.exitCode !== 0 && imports < 3; imports++) {
          await stack.importPrinted(run.output);
          run = await stack.stack.up();
        }
        assert.equal(run.exitCode, 0, run.output);
        assert.equal(directory.assignments().filter((found) => found.appRoleId === appRoleId()).length, 2);

        // The provider may have read its own temporary name or description; it makes up for that once.
        const second = await stack.succeed("up");
        const temporary = ["updated lag-application", "updated lag-service-principal"];
        assert.deepEqual(
          deeds(second).filter((deed) => !temporary.includes(deed)),
          [],
          second.output,
        );
        for (const [, diff] of second.output.matchAll(/ updated .*\[diff: (.*)\]/g)) {
          assert.match(diff ?? "", /^(~displayName|[-~]description)$/, second.output);
        }
        assert.deepEqual(deeds(await stack.succeed("up")), []);
        await stack.succeed("destroy");
        assert.equal(await leftIn(lab()), 0);
      });
    }
  });
}
