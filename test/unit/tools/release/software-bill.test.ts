/** The bill of materials of the real packages and plugin archives. */
import assert from "node:assert/strict";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../../../package.json";
import { buildPackages } from "../../../../tools/packages/build-packages";
import { buildPluginArchives } from "../../../../tools/packages/plugin";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import {
  bundledPackages,
  type ShippedPackage,
  shippedPackages,
} from "../../../../tools/release/shipped-packages";
import { billOf, softwareBill } from "../../../../tools/release/software-bill";

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly scope?: string;
    readonly properties?: readonly unknown[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

describe("the bill of materials of a release", function () {
  this.timeout(120_000);
  let folder: string;
  let shipped: readonly ShippedPackage[];
  let bill: Bill;

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-bill-")));
    await buildPackages(path.join(folder, "npm"));
    await buildPluginArchives(path.join(folder, "plugins"));
    shipped = await shippedPackages(folder);
    bill = JSON.parse(await softwareBill(PROJECT_ROOT, shipped)) as Bill;
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const names = (): string[] => bill.components.map(({ name }) => name);

  it("has every package and the plugin", () => {
    assert.deepEqual(names().slice(0, 7).sort(), [
      "@azure-to-aws/cli",
      "@azure-to-aws/credentials",
      "@azure-to-aws/federation",
      "@azure-to-aws/lab",
      "@azure-to-aws/policy-pack",
      "@azure-to-aws/trust",
      "pulumi-resource-azure-to-aws-federation",
    ]);
  });

  it("has what npm installs with them, and what is bundled in them", () => {
    const expected = [
      // Dependencies and peers of the manifests.
      "@pulumi/pulumi",
      "@pulumi/policy",
      "@pulumi/aws",
      "@pulumi/azure-native",
      "@pulumi/azuread",
      "@aws-sdk/client-iam",
      "@aws-sdk/client-sts",
      "@azure/identity",
      "@cdktn/hcl2json",
      "@hpcc-js/wasm-graphviz",
      "p-retry",
      "undici",
      // What those install.
      "@grpc/grpc-js",
      "google-protobuf",
      // Only bundled.
      "jsonc-parser",
      "yaml",
    ];
    assert.deepEqual(
      expected.filter((name) => !names().includes(name)),
      [],
    );
    const bundled = shipped.flatMap(({ contains }) => contains);
    assert.ok(bundled.some((ref) => ref.startsWith("@grpc/grpc-js@")));
    assert.deepEqual(
      bundled.filter((ref) => !bill.dependencies.some((each) => each.ref === ref)),
      [],
    );
  });

  it("has no tool of this project, and no package twice", () => {
    const tools = ["mocha", "eslint", "esbuild", "prettier", "textlint", "playwright-core", "fast-check"];
    assert.deepEqual(
      tools.filter((name) => names().includes(name)),
      [],
    );
    assert.equal(new Set(bill.dependencies.map(({ ref }) => ref)).size, bill.dependencies.length);
    assert.equal(bill.components.length, bill.dependencies.length - 1);
  });

  it("says nothing of what is optional or private in this checkout", () => {
    const further = bill.components.slice(7);
    assert.deepEqual(new Set(further.map(({ scope }) => scope)), new Set(["required"]));
    assert.equal(JSON.stringify(bill.components).includes("cdx:npm:package:development"), false);
  });

  it("leads from the product to each package, and from there to what it brings", () => {
    const of = (ref: string): readonly string[] =>
      bill.dependencies.find((each) => each.ref === ref)?.dependsOn ?? [];
    const { version } = manifest;
    assert.ok(of("azure-to-aws-federation").includes(`@azure-to-aws/policy-pack@${version}`));
    assert.ok(of(`@azure-to-aws/policy-pack@${version}`).some((ref) => ref.startsWith("@pulumi/policy@")));
    assert.ok(
      of(`pulumi-resource-azure-to-aws-federation@${version}`).some((ref) =>
        ref.startsWith("@grpc/grpc-js@"),
      ),
    );
  });
});

describe("a bill of materials", () => {
  const component = (ref: string): { "bom-ref": string; name: string } => ({ "bom-ref": ref, name: ref });
  const checkout = {
    metadata: { component: { ...component("root@0.2.0"), version: "0.2.0" } },
    components: ["a@1.0.0", "b@1.0.0", "b@2.0.0", "tool@1.0.0"].map(component),
    dependencies: [
      { ref: "root@0.2.0", dependsOn: ["a@1.0.0", "tool@1.0.0"] },
      { ref: "a@1.0.0", dependsOn: ["b@2.0.0"] },
      { ref: "b@1.0.0", dependsOn: [] },
      { ref: "b@2.0.0", dependsOn: [] },
      { ref: "tool@1.0.0", dependsOn: [] },
    ],
  };
  const refs = (shipped: ShippedPackage): string[] =>
    billOf(checkout, [shipped]).components.map((each) => each["bom-ref"]);
  const shipped = { name: "@azure-to-aws/cli", version: "0.2.0", installs: [], contains: [] };

  it("follows what is installed, and not what is bundled", () => {
    assert.deepEqual(refs({ ...shipped, installs: ["a"] }), [
      "@azure-to-aws/cli@0.2.0",
      "a@1.0.0",
      "b@2.0.0",
    ]);
    assert.deepEqual(refs({ ...shipped, contains: ["a@1.0.0"] }), ["@azure-to-aws/cli@0.2.0", "a@1.0.0"]);
    assert.deepEqual(refs({ ...shipped, installs: ["a"], contains: ["a@1.0.0", "b@1.0.0"] }), [
      "@azure-to-aws/cli@0.2.0",
      "a@1.0.0",
      "b@1.0.0",
      "b@2.0.0",
    ]);
  });

  it("is refused if the lock file lacks a package", () => {
    assert.throws(() => refs({ ...shipped, installs: ["c"] }), {
      message: "@azure-to-aws/cli: c is not in package-lock.json. Run npm ci, and make the packages again",
    });
    assert.throws(() => refs({ ...shipped, contains: ["b@3.0.0"] }), {
      message:
        "THIRD-PARTY-LICENSES.txt of @azure-to-aws/cli: b@3.0.0 is not in package-lock.json. Run npm ci, and make the packages again",
    });
  });

  it("reads the heads of THIRD-PARTY-LICENSES.txt alone", () => {
    const line = "-".repeat(80);
    assert.deepEqual(
      bundledPackages(
        `This package contains code of these packages.\n\n@a/b 1.0.0 (MIT)\n\nText 2 (c)\n\n${line}\n\nc 2.0.0-rc.1 (ISC)\n`,
      ),
      ["@a/b@1.0.0", "c@2.0.0-rc.1"],
    );
  });
});
