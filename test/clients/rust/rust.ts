import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../lab/pulumi/toolchain";
import { cachedBuild } from "../cached-build";
import type { Client } from "../client";
import { lockedVersion } from "../programs";

/** The AWS SDK for Rust. */
export const rust: Client = {
  name: "AWS SDK for Rust",
  prepare: async () => ({
    version: lockedVersion(path.join(__dirname, "Cargo.toml"), /aws-config = "=(.+)"/),
    command: [await compiled()],
  }),
  startsOnRenewal: 2,
  startsOnFailure: 1,
  // `dispatch failure` is all that the error itself says; its causes have the helper's line.
  onFailure: { showsHelperLine: true, words: /^dispatch failure$/m },
};

async function compiled(): Promise<string> {
  return cachedBuild({
    title: "the client for Rust",
    sources: __dirname,
    compile: async (sources, result, { environment, signal }) => {
      const cargo = await findExecutable("cargo", environment.PATH);
      if (cargo === undefined) {
        throw new Error("no cargo executable on PATH");
      }
      await runProcessGroup(
        cargo,
        ["install", "--locked", "--path", sources, "--root", result, "--no-track"],
        {
          environment: { ...environment, CARGO_TARGET_DIR: path.join(sources, "target") },
          signal,
        },
      );
    },
    remedy: "Compiling it needs Rust >= 1.94 (https://rustup.rs), a C compiler and crates.io.",
  });
}
