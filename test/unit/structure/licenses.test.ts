/** What is installed from others is under licenses that we may use; GPL and AGPL are none of them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensurePythonEnvironment } from "../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { linkedModules, refusedLicenses as refusedOfGo } from "./go-licenses";
import { installedPackages, refusedLicenses as refusedOfPython } from "./python-licenses";

const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), "utf8");
const { packages } = JSON.parse(read("package-lock.json")) as {
  packages: Record<string, { link?: boolean; optional?: boolean; license?: string }>;
};

const PERMISSIVE =
  /^\(?(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|CC-BY-3\.0)\b/;

/**
 * Under MPL-2.0, whose copyleft is for each file: it asks nothing of a program that uses the package unchanged. One package is
 * HashiCorp's parser of HCL, for which there is no other. The other one looks for barriers on the documentation site, in a test.
 */
const FILE_COPYLEFT: ReadonlyMap<string, string> = new Map([
  ["node_modules/@cdktn/hcl2json", "MPL-2.0"],
  ["node_modules/axe-core", "MPL-2.0"],
]);

/**
 * Under a license that allows any use and that few packages have: a formatter of the prose linter's output, a table of browsers that
 * the compiler of the mutants reads, and a parser with which API Extractor reads its configuration.
 */
const RARE: ReadonlyMap<string, string> = new Map([
  ["node_modules/@azu/style-format", "WTFPL"],
  ["node_modules/caniuse-lite", "CC-BY-4.0"],
  ["node_modules/jju", "WTFPL"],
]);

/**
 * The license that an installed package declares, or the text of its license file if it refers to that. Packages from before
 * npm 2 may declare it in `licenses`.
 */
function licenseOf(place: string): string {
  const locked = packages[place];
  if (locked?.optional === true && !existsSync(path.join(PROJECT_ROOT, place))) {
    return locked.license ?? "null"; // It is for another system, and so is not installed on this one.
  }
  const { licenses = [], license = licenses[0]?.type } = JSON.parse(read(`${place}/package.json`)) as {
    license?: unknown;
    licenses?: readonly { type: string }[];
  };
  const file = typeof license === "string" ? /^SEE LICENSE IN (.+)$/.exec(license)?.[1] : undefined;
  const text = file === undefined ? undefined : read(path.join(place, file));
  return text?.includes("Permission is hereby granted, free of charge")
    ? "MIT"
    : JSON.stringify(license ?? null).replaceAll('"', "");
}

describe("what npm installs", () => {
  it("is under licenses that allow any use", () => {
    const licenses = Object.entries(packages)
      .filter(([place, { link }]) => place.includes("node_modules/") && !link)
      .map(([place]): [string, string] => [place, licenseOf(place)]);
    const copyleft = licenses.filter(([, license]) => /\b[AL]?GPL\b|SSPL|BUSL|UNLICENSED/i.test(license));
    assert.deepEqual(copyleft, []);
    const unknown = licenses.filter(
      ([place, license]) =>
        !PERMISSIVE.test(license) && FILE_COPYLEFT.get(place) !== license && RARE.get(place) !== license,
    );
    assert.deepEqual(unknown, []);
  });

  it("for Verdaccio, which only a test runs, is under licenses that allow any use", () => {
    const { packages: locked } = JSON.parse(read("tools/release/verdaccio/package-lock.json")) as {
      packages: Record<string, { license?: string }>;
    };
    const others = Object.entries(locked)
      .filter(([, { license = "" }]) => !PERMISSIVE.test(license))
      .map(([place, { license }]) => [place, license]);
    assert.deepEqual(others, [
      ["node_modules/json-schema", "(AFL-2.1 OR BSD-3-Clause)"],
      ["node_modules/tweetnacl", "Unlicense"],
    ]);
  });
});

describe("what pip installs for the lab", () => {
  it("is under licenses that allow any use, by the metadata of what is installed", async function () {
    this.timeout(900_000); // The environment is made when there is none yet.
    const { python } = await ensurePythonEnvironment({ report: () => undefined });
    const installed = await installedPackages(python);
    assert.deepEqual(refusedOfPython(installed), []);
    const names = new Set(installed.map(({ name }) => name.toLowerCase()));
    // Those with a marker are for other versions of Python.
    const locked = [...read("lab/pulumi/toolchain/requirements.txt").matchAll(/^([\w.-]+)==[^\s;]+ \\$/gm)];
    assert.ok(locked.length > 15, `${locked.length} locked`);
    assert.deepEqual(
      locked.filter(([, name = ""]) => !names.has(name.toLowerCase())),
      [],
    );
  });

  it("would be refused under the GPL, under several licenses with it among them, and under none", () => {
    const refused = (name: string, licenses: string[], files = [`${name}/__init__.py`]): string[] =>
      refusedOfPython([{ name, licenses, files }]);
    const gpl = "License :: OSI Approved :: GNU General Public License (GPL)";
    const bsd = "License :: OSI Approved :: BSD License";
    assert.deepEqual(refused("a", ["AGPL-3.0-only"]), ["a: AGPL-3.0-only"]);
    assert.deepEqual(refused("a", [bsd, gpl]), [`a: ${bsd}, ${gpl}`]);
    assert.deepEqual(refused("a", []), ["a: none"]);
    assert.deepEqual(refused("a", [bsd]), []);
    // Its Emacs mode is under the GPL, and no part of its wheel.
    assert.deepEqual(refused("docutils", [bsd, gpl]), []);
    assert.deepEqual(refused("docutils", [bsd, gpl], ["rst.el"]), [`docutils: ${bsd}, ${gpl}`]);
  });
});

describe("what Go builds for the lab", () => {
  for (const [folder, program] of [
    ["pulumi-cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    ["pulumi-cli", "./sdk-generator"],
    ["yaml-language-host", "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"],
  ] as const) {
    it(`is under licenses that allow any use in ${program}, where it was built here`, async function () {
      this.timeout(60_000);
      const modules = await linkedModules(folder, program);
      if (modules === undefined) {
        this.skip();
      }
      assert.ok(modules.length > 20, `${modules.length} modules`);
      assert.deepEqual(await refusedOfGo(modules), []);
    });
  }

  it("would be refused under the GPL, with the GPL beside another license, and without a license", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "licenses-"));
    const refused = async (name: string, files: Readonly<Record<string, string>>): Promise<string[]> => {
      const directory = path.join(folder, name);
      await mkdir(directory);
      await Promise.all(
        Object.entries(files).map(([file, text]) => writeFile(path.join(directory, file), text)),
      );
      return await refusedOfGo([{ name, directory }]);
    };
    const gpl =
      "                    GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November";
    const bsd = "> Redistribution and use in source and binary forms, with or\n> without modification, are";
    try {
      assert.deepEqual(await refused("gpl", { COPYING: gpl }), ["gpl: COPYING"]);
      assert.deepEqual(await refused("both", { COPYING: gpl, "LICENSE.md": bsd }), [
        "both: COPYING, LICENSE.md",
      ]);
      assert.deepEqual(await refused("none", { "README.md": bsd }), ["none: no license file"]);
      assert.deepEqual(await refused("bsd", { "LICENSE.md": bsd }), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
