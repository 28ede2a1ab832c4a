import type { WorkContext } from "./provisioning";

/** The version of the Pulumi CLI that this project is tested with, and that it installs if none is found. */
export const TESTED_PULUMI_VERSION = "3.259.0";

/** One way to install a Pulumi CLI. */
export interface PulumiCliSource {
  readonly origin: "release" | "build";
  /** Its name in messages. */
  readonly title: string;
  /**
   * Puts `bin/pulumi`, and what comes with it, into `<workspace>/result`. The workspace is an empty folder that the
   * caller removes afterwards, whatever happens; temporary files belong there too.
   *
   * @throws Error whose message is one line with the reason
   */
  fill(workspace: string, context: WorkContext): Promise<void>;
}
