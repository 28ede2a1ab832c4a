/** Reads custom data: a shell script, or the modules of `#cloud-config` that the lab carries out. */
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { ArmError } from "../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../resources/json-reader";

/** A file of `write_files`. */
export interface CloudConfigFile {
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
  readonly append: boolean;
}

/** What a machine does when it starts for the first time. */
export interface CloudConfig {
  readonly files: readonly CloudConfigFile[];
  /** A text is for the shell, a list is a command and its arguments. */
  readonly commands: readonly (string | readonly string[])[];
}

const NOTHING: CloudConfig = { files: [], commands: [] };
const KNOWN_MODULES = ["write_files", "runcmd"];
const ENCODINGS = ["b64", "base64"];
const COMPRESSED_ENCODINGS = ["gz+b64", "gz+base64", "gzip+b64", "gzip+base64"];

/**
 * Reads custom data (cloud-init, "User data formats"; modules `write_files` and `runcmd`).
 *
 * @throws ArmError naming every module that the lab does not carry out: a machine that looked configured and was not
 *   would mislead. cloud-init itself ignores what it cannot read.
 * @evidence documentation Custom data is `#cloud-config` or a script. Source: cloud-init, "User data formats".
 */
export function parseCloudConfig(customData: string): CloudConfig {
  if (customData.trim() === "") {
    return NOTHING;
  }
  if (/^#! ?\/bin\/sh\n/.test(customData)) {
    return { files: [], commands: [customData] };
  }
  if (!customData.startsWith("#cloud-config")) {
    throw ArmError.notInTheLab("custom data other than #cloud-config and scripts for #!/bin/sh");
  }
  const document = objectAt(parse(customData));
  const unknown = Object.keys(document).filter((module) => !KNOWN_MODULES.includes(module));
  if (unknown.length > 0) {
    throw ArmError.notInTheLab(
      `the cloud-init modules ${unknown.join(", ")} in custom data`,
      `Expected ${KNOWN_MODULES.join(" or ")}`,
    );
  }
  const { runcmd } = document;
  return {
    files: objectsAt(document, "write_files").map(readFile),
    commands: Array.isArray(runcmd) ? runcmd.map(readCommand) : [],
  };
}

function readFile(file: Record<string, unknown>): CloudConfigFile {
  const path = textAt(file, "path");
  if (path?.startsWith("/") !== true) {
    // @evidence inferred A file without an absolute path is refused. Reason: the lab checks it early; cloud-init
    // ignores what it cannot read.
    throw ArmError.invalidParameter("write_files: every file needs an absolute path.", "customData");
  }
  const encoding = textAt(file, "encoding");
  const content = textAt(file, "content") ?? "";
  return {
    path,
    content: decode(content, encoding, path),
    mode: Number.parseInt(textAt(file, "permissions") ?? "0644", 8),
    append: file.append === true,
  };
}

function readCommand(command: unknown): string | readonly string[] {
  return Array.isArray(command) ? command.map(String) : String(command);
}

function decode(content: string, encoding: string | undefined, path: string): string {
  if (encoding === undefined || encoding === "text/plain") {
    return content;
  }
  const bytes = Buffer.from(content, "base64");
  if (COMPRESSED_ENCODINGS.includes(encoding)) {
    return gunzipSync(bytes).toString("utf8");
  }
  if (!ENCODINGS.includes(encoding)) {
    throw ArmError.notInTheLab(
      `the encoding ${encoding} of ${path} in write_files`,
      "Expected b64 or gz+b64",
    );
  }
  return bytes.toString("utf8");
}
