import type { WorkContext } from "./provisioning";

/** The version of the Pulumi CLI that this project is tested with and that it gets when it must get one. */
export const TESTED_PULUMI_VERSION = "3.259.0";

/** One way of getting a Pulumi CLI. */
export interface PulumiCliSource {
  readonly origin: "release" | "build";
  /** The way's name in messages. */
  readonly title: string;
  /**
   * Puts `bin/pulumi`, and what comes with it, into `<workspace>/result`. The workspace is an empty folder that the
   * caller removes afterwards, whatever happens; temporary files belong there too.
   *
   * @throws Error whose message says in one line why this way does not work here
   */
  fill(workspace: string, context: WorkContext): Promise<void>;
}
