/** Licenses of the modules that a program is built from, by the license files in Go's module cache. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { sourceFile } from "../../../lab/pulumi/toolchain";

/** A module whose packages are linked. */
export interface GoModule {
  readonly name: string;
  readonly directory: string;
}

/** Why modules cannot be listed: no Go, an older one, or a cache without them, since the program was not built here. */
const NOT_HERE = /ENOENT|go.mod requires go >=|module lookup disabled by GOPROXY=off/;

/**
 * The modules of a program in their sources; nothing is fetched.
 *
 * @param folder - Folder below `lab/pulumi/toolchain` with the program's `go.mod`.
 * @param program - Import path of its main package.
 * @returns `undefined` where Go's module cache does not have them.
 */
export async function linkedModules(folder: string, program: string): Promise<GoModule[] | undefined> {
  const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}";
  const env = { GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off", GOFLAGS: "", CGO_ENABLED: "0" };
  try {
    const { stdout } = await execa("go", ["list", "-mod=readonly", "-deps", "-f", format, program], {
      cwd: sourceFile(folder),
      env,
    });
    const lines = [...new Set(stdout.split("\n"))].filter((line) => line !== "");
    return lines.map((line) => {
      const [name = "", directory = ""] = line.split("\t");
      return { name, directory };
    });
  } catch (error) {
    if (error instanceof Error && NOT_HERE.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** Sentences that only the texts of such licenses have. */
const PERMISSIVE: readonly RegExp[] = [
  /Permission is hereby granted, free of charge, to any person/, // MIT
  /Redistribution and use in source and binary forms, with or without modification/, // BSD
  /Apache License,? Version 2\.0/,
  /Mozilla Public License,? version 2\.0/i,
  /Permission to use, copy, modify, and\/or distribute this software for any purpose/, // ISC
  /This is free and unencumbered software released into the public domain/, // Unlicense
];
const COPYLEFT = /GNU (?:AFFERO |LESSER |LIBRARY )?GENERAL PUBLIC LICENSE\s+Version/;

/** Modules that have a license but no file for it. */
const WITHOUT_FILE: Readonly<Record<string, string>> = {
  "github.com/mattn/go-localereader": "MIT, by its README",
  "github.com/sourcegraph/appdash-data": "MIT, by its README that of github.com/sourcegraph/appdash",
};

/** A line for each module whose license files are none that we may use. */
export async function refusedLicenses(modules: readonly GoModule[]): Promise<string[]> {
  const refused = await Promise.all(
    modules.map(async ({ name, directory }) => {
      const names = (await readdir(directory)).filter((file) => /^(?:un)?licen[cs]e|^copying/i.test(file));
      const texts = await Promise.all(
        names.map(async (file) => inOneLine(await readFile(path.join(directory, file), "utf8"))),
      );
      if (texts.length === 0) {
        return name in WITHOUT_FILE ? [] : [`${name}: no license file`];
      }
      const right = texts.every((text) => !COPYLEFT.test(text) && PERMISSIVE.some((own) => own.test(text)));
      return right ? [] : [`${name}: ${names.join(", ")}`];
    }),
  );
  return refused.flat();
}

/** Some are written as a quotation in Markdown. */
function inOneLine(text: string): string {
  return text.replace(/^\s*>/gm, "").replace(/\s+/g, " ");
}
