/** A lab for tests: both clouds and the engine. */
import { Lab, type LabOptions } from "../lab";
import { prepareToolchain } from "../pulumi/toolchain/toolchain";
import { describeWith } from "./describe-with";
import { namedOfficialPlugins } from "./named-official-plugins";

/**
 * Starts a lab; the first time on a machine this takes minutes. Its engine saves the state once an operation has ended, which
 * is all that tests need whose engine is not killed. It has the official plugins that the environment names.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const officialPlugins = await namedOfficialPlugins();
  const toolchain = await prepareToolchain({ report: () => undefined });
  return Lab.start(toolchain, { savesEachStep: false, officialPlugins, ...options });
}

/** Describes a subject with a lab that runs while its tests do. */
export function describeWithLab(
  title: string,
  options: LabOptions,
  body: (this: Mocha.Suite, lab: () => Lab) => void,
): void {
  describeWith(title, () => startLab(options), body);
}
