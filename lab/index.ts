/** The lab's entry: both clouds, or both with the Pulumi engine, started and stopped as one. */
export { epochSeconds } from "./clock";
export { withoutCloudLogins } from "./cloud-logins";
export { type CloudOptions, Clouds, startClouds } from "./clouds";
export { describeUse } from "./describe-use";
export { writeAzureCli } from "./hand-tools";
export { Lab, type LabOptions } from "./lab";
export * from "./lab-facts";
export { seededRandom } from "./seeded-random";
export { addWorkload, type Workload, type WorkloadOptions } from "./workload";
