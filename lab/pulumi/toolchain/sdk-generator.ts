/** Generates SDKs for Python, Go, and Node from a package's schema, with the engine's own generators. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { ensureGoTool } from "./go-tool";
import type { ProvisioningOptions } from "./provisioning";
import { TESTED_PULUMI_VERSION } from "./pulumi-cli-source";
import { sourceFile } from "./toolchain-files";

/** Languages whose SDK can be generated. */
export type SdkLanguage = "python" | "go" | "nodejs";

/** Where an SDK comes from and goes to. */
export interface SdkGenerationOptions extends ProvisioningOptions {
  readonly language: SdkLanguage;
  /** The package's schema, a JSON file. */
  readonly schema: string;
  /** Folder for the SDK; created if it does not exist. */
  readonly directory: string;
}

/**
 * Writes an SDK. `pulumi package gen-sdk` does the same if the official language hosts are installed. Here the
 * generators are linked into a separate program, which is built once.
 *
 * @throws Error with what is wrong with the schema
 */
export async function generateSdk(options: SdkGenerationOptions): Promise<void> {
  const { language, schema, directory } = options;
  const generator = await ensureSdkGenerator(options);
  await execa(generator, [language, schema, directory], { stdin: "ignore" });
}

async function ensureSdkGenerator(options: ProvisioningOptions): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["pulumi-cli/go.sum", "pulumi-cli/sdk-generator/main.go"]) {
    hash.update(await readFile(sourceFile(name)));
  }
  return ensureGoTool(
    {
      title: `the SDK generators of Pulumi ${TESTED_PULUMI_VERSION}`,
      cacheName: `sdk-generator-${hash.digest("hex").slice(0, 12)}`,
      module: "pulumi-cli",
      package: "./sdk-generator",
      executable: "sdk-generator",
      packages: 801,
      variables: {},
    },
    options,
  );
}
