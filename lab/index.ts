/** The lab's entry: both clouds and the engine, started and stopped as one. */
export { epochSeconds } from "./clock";
export { withoutCloudLogins } from "./cloud-logins";
export { writeAzureCli } from "./hand-tools";
export { Lab, type LabOptions } from "./lab";
export { seededRandom } from "./seeded-random";
export { describeUse } from "./describe-use";
