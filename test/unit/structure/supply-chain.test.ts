/** What is installed from others: locked by hash, without scripts that nobody listed. Its licenses: licenses.test.ts. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), "utf8");
const manifest = JSON.parse(read("package.json")) as { allowScripts?: Record<string, boolean> };

/** What npm fetches by a lock file: all but the project itself and its workspaces. */
function fetchedBy(lock: string): [place: string, locked: LockedPackage][] {
  const { packages } = JSON.parse(read(lock)) as { packages: Record<string, LockedPackage> };
  return Object.entries(packages).filter(([place, { link }]) => place.includes("node_modules/") && !link);
}

/** Folders of the project with files of a name, apart from what is installed or built. */
function foldersWith(name: RegExp, folder = ""): string[] {
  const entries = readdirSync(path.join(PROJECT_ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return /^(node_modules|dist|bin|\..*)$/.test(entry.name) ? [] : foldersWith(name, place);
    }
    return name.test(entry.name) ? [place] : [];
  });
}

describe("what npm installs", () => {
  for (const lock of foldersWith(/^package-lock\.json$/)) {
    it(`is locked by hash in ${lock}, every package of it`, () => {
      const fetched = fetchedBy(lock);
      const without = fetched.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
      assert.deepEqual(
        without.map(([place]) => place),
        [],
      );
      assert.ok(fetched.length > 40, `${fetched.length} packages`);
    });
  }

  it("runs no install script that is not listed", () => {
    const scripts = fetchedBy("package-lock.json").filter(
      ([, { hasInstallScript }]) => hasInstallScript === true,
    );
    const names = scripts.map(([place]) =>
      place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length),
    );
    assert.deepEqual([...new Set(names)].sort(), Object.keys(manifest.allowScripts ?? {}).sort());
    // npm from 11 on refuses what is not listed; before, this test does.
    assert.match(read(".npmrc"), /^strict-allow-scripts=true$/m);
  });
});

describe("what pip installs", () => {
  for (const file of foldersWith(/requirements\.txt$/)) {
    it(`is locked by hash in ${file}`, () => {
      const requirements = read(file)
        .replace(/\\\n/g, " ")
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#") && !/^\s+#/.test(line));
      assert.ok(requirements.length > 0);
      const loose = requirements.filter(
        (line) => !/^[\w.[\]-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}/.test(line),
      );
      assert.deepEqual(loose, []);
    });
  }
});

describe("what Go builds", () => {
  for (const file of foldersWith(/^go\.mod$/)) {
    it(`is locked by hash beside ${file}`, () => {
      const manifest = read(file);
      const required = [...manifest.matchAll(/^\s*(?:require )?([\w./~-]+\.[\w./~-]+) (v\S+)/gm)].filter(
        // A module of this repository is in a folder.
        ([, name = ""]) => !manifest.includes(`replace ${name} => ../`),
      );
      const sums = read(path.join(path.dirname(file), "go.sum")).split("\n");
      assert.ok(required.length > 0);
      const missing = required.filter(
        ([, name = "", version = ""]) =>
          !sums.some(
            (line) =>
              line.startsWith(`${name} ${version}/go.mod h1:`) || line.startsWith(`${name} ${version} h1:`),
          ),
      );
      assert.deepEqual(
        missing.map(([line]) => line.trim()),
        [],
      );
    });
  }
});

describe("what Rust builds", () => {
  for (const file of foldersWith(/^Cargo\.lock$/)) {
    it(`is locked by hash in ${file}`, () => {
      const packages = read(file)
        .split("[[package]]")
        .filter((text) => text.includes("\nsource = "));
      const loose = packages.filter((text) => !/^checksum = "[0-9a-f]{64}"$/m.test(text));
      assert.deepEqual(loose, []);
      assert.ok(packages.length > 100, `${packages.length} packages`);
    });
  }
});

describe("what Maven builds", () => {
  for (const file of foldersWith(/^pom\.xml$/)) {
    it(`has an exact version for each plugin and each dependency in ${file}`, () => {
      const versions = [...read(file).matchAll(/<version>(.*)<\/version>/g)].map(([, version]) => version);
      assert.ok(versions.length > 5, `${versions.length} versions`);
      assert.deepEqual(
        versions.filter((version) => !/^\d+(\.\d+)*$/.test(version ?? "")),
        [],
      );
    });
  }
});
