/** The lab's own virtual environment, made on first use. */
import { ensurePythonEnvironment, type PythonEnvironment } from "../pulumi/toolchain/python-environment";

/** How long a test may wait for packages that are not there yet, in milliseconds. */
export const INSTALL_LIMIT = 300_000;

/** Finds or makes the environment. */
export async function labPython(): Promise<PythonEnvironment> {
  return ensurePythonEnvironment({ report: () => undefined });
}
