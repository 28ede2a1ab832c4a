/** A folder that plays a VM's file system for the install script. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderInstallScript } from "../../../credential-helper/index";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";

export class VmFolder {
  readonly path: string;

  /** @param name beginning of the folder's name. Default has a space, as some home folders have. */
  constructor(name = "azure to aws-") {
    this.path = mkdtempSync(join(tmpdir(), name));
    // All users can enter the root of a VM.
    chmodSync(this.path, 0o755);
  }

  /** Where a path of the VM is on this machine. */
  at(path: string): string {
    return join(this.path, path);
  }

  /** A text with the VM's paths changed to those on this machine. */
  moved(text: string): string {
    return text.replaceAll(/\/(opt\/|etc\/azure-to-aws|etc\/profile\.d)/g, `${this.path}/$1`);
  }

  /** Runs an install script in the VM. */
  async install(
    script = renderInstallScript({ profiles: [goodProfile] }),
    env: Record<string, string> = {},
  ): Promise<Run> {
    const file = this.at("script.sh");
    writeFileSync(file, this.moved(script));
    return await ending(start(["sh", [file]], { HOME: this.at("root"), ...env }));
  }

  /** Every file of the VM with its text, without what Python compiled. */
  snapshot(): Record<string, string> {
    const files = (readdirSync(this.path, { recursive: true }) as string[]).filter(
      (path) => statSync(this.at(path)).isFile() && !path.includes("__pycache__"),
    );
    return Object.fromEntries(files.sort().map((path) => [path, readFileSync(this.at(path), "utf8")]));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
