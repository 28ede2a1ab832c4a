/** A lab for tests: both clouds and the engine. */
import { Lab, type LabOptions } from "../../lab/lab";
import { prepareToolchain } from "../../lab/pulumi/toolchain/toolchain";
import { describeWith } from "../describe-with";

/** Starts a lab; the first time on a machine this takes minutes. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  return Lab.start(await prepareToolchain({ report: () => undefined }), options);
}

/** Describes a subject with a lab that runs while its tests do. */
export function describeWithLab(
  title: string,
  options: LabOptions,
  body: (this: Mocha.Suite, lab: () => Lab) => void,
): void {
  describeWith(title, () => startLab(options), body);
}
