/** Each argument of a federation changes as the manual says, under the real engine with both clouds. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { LabOptions } from "../../../../../lab";
import { describeWithLab } from "../../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { BROAD, deeds, leftIn, ProgramStack } from "../../federation-lab";
import { federationChanges, FIRST_ARGUMENTS } from "./federation-changes";
import { makeGallery } from "./gallery";
import { type PartChange, partChanges } from "./part-changes";
import { WHAT_OTHERS_OWN, type WhatOthersOwn } from "./what-others-own";
import { workloadChanges } from "./workload-changes";

/** The lab has no PowerShell, so it installs nothing on Windows. Unit tests compare the scripts. */
const NOT_TRIED = ["GuestSettings.windowsHelper"];

const STRUCTURES = [
  "WorkloadSettings",
  "Permissions",
  "VirtualMachineSettings",
  "GuestSettings",
  "NetworkSettings",
];

/** Stands for what is known once {@link WHAT_OTHERS_OWN} is there. */
const NOBODYS: WhatOthersOwn = {
  resourceGroupId: "",
  resourceGroupName: "one",
  subnetId: "",
  otherSubnetId: "",
  natGatewayId: "",
  identityIds: ["one", "two"],
  vmIds: ["one", "two"],
  bareVmNames: ["one", "two", "three", "four"],
  imageIds: ["one", "two"],
  applicationClientIds: ["one", "two"],
  servicePrincipalIds: ["one", "two"],
  otherGroupName: "two",
};

const federation = (args: object): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify(args)});
   exports.oidcProviderArn = federation.oidcProviderArn;
   exports.workloads = federation.workloads;`;

/** The changes of what one component is made of, without its name. */
function ownOf(changes: readonly string[], name: string): string[] {
  return changes.filter((deed) => deed.includes(` ${name}-`)).map((deed) => deed.replace(` ${name}-`, " "));
}

/** The names of the arguments that a change changes. */
function changedIn({ before, after }: PartChange): readonly string[] {
  return Object.keys({ ...before, ...after }).filter(
    (key) => JSON.stringify(before[key as never]) !== JSON.stringify(after[key as never]),
  );
}

const OPTIONS: LabOptions = { graphPermissions: BROAD };

/** Declares the tests of some arguments. Those of the federation itself take an update each, all others one together. */
export function describeArgumentChanges(of: "the federation" | "workloads and parts"): void {
  describeWithLab(`a change of an argument of ${of}`, OPTIONS, function (lab) {
    this.timeout("10m");
    let others: ProgramStack;
    let theirs: WhatOthersOwn;

    before(async function () {
      this.timeout("15m");
      others = await ProgramStack.create(lab(), "others");
      await others.deploy(WHAT_OTHERS_OWN);
      const made = (await others.stack.outputs()) as unknown as Omit<WhatOthersOwn, "imageIds">;
      theirs = { ...made, imageIds: await makeGallery(lab(), made.resourceGroupId) };
    });

    it("is tried for each argument that there is", () => {
      const schema = JSON.parse(readFileSync(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as {
        resources: Record<string, { inputProperties: object }>;
        types: Record<string, { properties: object }>;
      };
      const token = (name: string) => `azure-to-aws-federation:index:${name}`;
      const inputs = schema.resources[token("AzureToAwsFederation")]?.inputProperties ?? {};
      const all = [
        ...Object.keys(inputs),
        ...STRUCTURES.flatMap((name) =>
          Object.keys(schema.types[token(name)]?.properties ?? {}).map((property) => `${name}.${property}`),
        ),
      ];
      const tried = [
        ...federationChanges(NOBODYS).map(({ of }) => of),
        ...workloadChanges(NOBODYS).flatMap(({ of }) => of),
        ...partChanges(NOBODYS)
          .filter(({ part }) => part === "AzureVirtualMachine")
          .flatMap((change) => changedIn(change).map((name) => `VirtualMachineSettings.${name}`)),
        "oidcProviderArn",
        ...NOT_TRIED,
      ];
      assert.deepEqual([...new Set(tried)].sort(), all.sort());
    });

    if (of === "the federation") {
      describeFederation();
    } else {
      describeWorkloads();
      describeParts();
    }

    function describeWorkloads(): void {
      describe("of a workload", () => {
        let stack: ProgramStack;
        let done: string[];

        before(async function () {
          this.timeout("15m");
          stack = await ProgramStack.create(lab(), "workloads");
          const all = (when: "after" | "before") =>
            federation({
              workloads: Object.fromEntries(
                workloadChanges(theirs).map((change, index) => [`w${index}x`, change[when]]),
              ),
            });
          await stack.deploy(all("before"));
          await stack.program(all("after"));
          done = deeds(await stack.succeed("up"));
        });

        for (const [index, { of, does }] of workloadChanges(NOBODYS).entries()) {
          it(`(${of.join(", ")}) ${does.join(", ")}`, () => {
            assert.deepEqual(ownOf(done, `fed-w${index}x`), does);
          });
        }

        it("touches nothing of the federation itself, and leaves nothing to do", async () => {
          assert.deepEqual(
            done.filter((deed) => !/ fed-w\d+x(-|$)/.test(deed)),
            [],
          );
          assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
          await stack.succeed("destroy");
        });
      });
    }

    function describeParts(): void {
      describe("of a part that is used alone", () => {
        let stack: ProgramStack;
        let done: string[];

        before(async function () {
          this.timeout("15m");
          stack = await ProgramStack.create(lab(), "parts");
          const all = (when: "after" | "before") =>
            partChanges(theirs)
              .map((change) => `new azure.${change.part}("${change.name}", ${JSON.stringify(change[when])});`)
              .join("\n");
          await stack.deploy(all("before"));
          await stack.program(all("after"));
          // What the clouds have from before must not be taken for somebody else's.
          await stack.succeed("preview");
          done = deeds(await stack.succeed("up"));
        });

        for (const change of partChanges(NOBODYS)) {
          const { part, name, does } = change;
          const effect = does.length === 0 ? "changes no resource" : does.join(", ");
          it(`(${part}, ${changedIn(change).join(", ")}) ${effect}`, () => {
            assert.deepEqual(ownOf(done, name), does);
          });
        }

        it("leaves nothing to do", async () => {
          assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
          await stack.succeed("destroy");
        });
      });
    }

    function describeFederation(): void {
      describe("of the federation", () => {
        let stack: ProgramStack;
        let args: Readonly<Record<string, unknown>> = FIRST_ARGUMENTS;

        before(async function () {
          this.timeout("15m");
          stack = await ProgramStack.create(lab(), "federation");
          await stack.deploy(federation(args));
        });

        for (const [index, { of, what, does, isOnlyPlanned }] of federationChanges(NOBODYS).entries()) {
          it(`(${of}, ${what}) ${does.length === 0 ? "changes no resource" : does.join(", ")}`, async () => {
            const changed = { ...args, ...federationChanges(theirs)[index]?.args };
            await stack.program(federation(changed));
            assert.deepEqual(deeds(await stack.succeed(isOnlyPlanned ? "preview" : "up")), does);
            if (!isOnlyPlanned) {
              args = changed;
            }
          });
        }

        it("(oidcProviderArn, adopted after it was retained) leaves the OIDC provider in the account", async () => {
          const { oidcProviderArn } = (await stack.stack.outputs()) as { oidcProviderArn: string };
          args = {
            ...args,
            oidcProviderArn,
            retainOidcProviderOnDelete: undefined,
            additionalAudiences: undefined,
          };
          await stack.program(federation(args));
          assert.deepEqual(deeds(await stack.succeed("up")), ["deleted fed-oidc-provider"]);
          assert.equal((await lab().aws.counts()).oidcProviders, 1);
        });

        it("(oidcProviderArn, taken away) is refused, since the account has that provider still", async () => {
          const { oidcProviderArn, ...rest } = args;
          await stack.program(federation(rest));
          const run = await stack.stack.preview();
          assert.notEqual(run.exitCode, 0);
          assert.ok(run.output.includes(`set oidcProviderArn to "${String(oidcProviderArn)}"`), run.output);
        });

        it("(tenantId, another than that of the login) is refused", async () => {
          await stack.program(federation({ ...args, tenantId: "99999999-0000-4000-8000-000000000009" }));
          const run = await stack.stack.preview();
          assert.notEqual(run.exitCode, 0);
          assert.match(
            run.output.replaceAll(/\s+/g, " "),
            /tenantId: the azuread provider is logged in to another tenant\. Expected [0-9a-f-]{36}; got "99999999-/,
          );
        });

        it("leaves what is somebody else's", async () => {
          await stack.program(federation(args));
          await stack.succeed("destroy");
          await others.succeed("destroy");
          assert.equal(await leftIn(lab()), 1);
          assert.equal((await lab().aws.counts()).oidcProviders, 1);
        });
      });
    }
  });
}
