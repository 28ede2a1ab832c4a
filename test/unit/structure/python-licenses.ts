/** Licenses of the packages in a Python environment, as their metadata declares them. */
import { execa } from "execa";

/** An installed package. */
export interface PythonPackage {
  readonly name: string;
  /** Its SPDX expression; where it has none its license classifiers; else the first line of its license. */
  readonly licenses: readonly string[];
  /** Paths of its files below the environment's packages. */
  readonly files: readonly string[];
}

/** Source: Python Packaging User Guide, "Core metadata specifications". */
const LIST = `
import json
from importlib.metadata import distributions

def licenses(metadata):
    expression = metadata.get("License-Expression")
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    lines = (metadata.get("License") or "").strip().splitlines()
    return [expression] if expression else classifiers or lines[:1]

print(json.dumps([
    {"name": one.metadata["Name"], "licenses": licenses(one.metadata), "files": [str(file) for file in one.files or []]}
    for one in distributions()
]))`;

const PERMISSIVE =
  /^(?:License :: (?:OSI Approved :: )?)?(?:MIT|ISC|0BSD|Apache|(?:[23]-Clause )?BSD|PSF-2\.0|Python Software Foundation|Public Domain|Unlicense|CC0|MPL-2\.0|Mozilla Public License 2\.0)\b/;

/** Packages of which more than one license is declared because one of their files, which is not installed, has its own. */
const APART: Readonly<Record<string, RegExp>> = {
  // COPYING.txt: the GPL is that of tools/editors/emacs/rst.el alone.
  docutils: /\.el$/,
};

/**
 * Packages of the Azure CLI, which is a test tool and no part of what users install, under the LGPL: it asks nothing of a
 * program that only runs the CLI. `pkginfo` declares nothing; its LICENSE.txt is the MIT license.
 */
export const IN_THE_AZURE_CLI: ReadonlyMap<string, string> = new Map([
  ["chardet", "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)"],
  ["paramiko", "LGPL-2.1"],
  ["pkginfo", "none"],
  ["PyGithub", "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)"],
  ["scp", "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)"],
]);

/** What is installed in an environment. */
export async function installedPackages(python: string): Promise<PythonPackage[]> {
  const { stdout } = await execa(python, ["-I", "-c", LIST]);
  return JSON.parse(stdout) as PythonPackage[];
}

/** A line for each package that declares no license, or one that is not permissive. */
export function refusedLicenses(packages: readonly PythonPackage[]): string[] {
  return packages.filter(isRefused).map(({ name, licenses }) => `${name}: ${licenses.join(", ") || "none"}`);
}

function isRefused({ name, licenses, files }: PythonPackage): boolean {
  const apart = APART[name];
  if (apart !== undefined && files.length > 0 && !files.some((file) => apart.test(file))) {
    return !licenses.some((license) => PERMISSIVE.test(license));
  }
  return licenses.length === 0 || !licenses.every((license) => PERMISSIVE.test(license));
}
