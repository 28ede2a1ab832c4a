/** The install script as custom data, for machines that nobody runs commands in one by one. */
import { gzipSync } from "node:zlib";
import { type InstallScriptArgs, renderInstallScript } from "./install-script";

const SCRIPT = "/var/lib/azure-to-aws/install.sh";
/** The byte of a gzip header that names the system it was made on (RFC 1952), and the value for "unknown". */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * `#cloud-config` that installs the guest when a machine starts for the first time: for the `customData` (in base64) of a
 * scale set, whose machines come and go. The script is compressed, since Azure takes 64 KiB of custom data at most.
 *
 * Custom data is read once. Machines that are there keep what they have until they are reimaged.
 *
 * @throws GuestProfileError with every problem of the profiles.
 * @see "Custom data and cloud-init on Azure Virtual Machines"; cloud-init, module `write_files`, encoding `gz+b64`
 */
export function renderInstallCloudConfig(args: InstallScriptArgs): string {
  const script = gzipSync(renderInstallScript(args), { level: 9 });
  // The same text on every system, so that two people who deploy in turn change nothing.
  script[SYSTEM_BYTE] = UNKNOWN_SYSTEM;
  return [
    "#cloud-config",
    "write_files:",
    `  - path: ${SCRIPT}`,
    '    permissions: "0700"',
    "    encoding: gz+b64",
    `    content: ${script.toString("base64")}`,
    "runcmd:",
    `  - [sh, ${SCRIPT}]`,
    "",
  ].join("\n");
}
