/** The lab's entry: both clouds, or both with the Pulumi engine, started and stopped as one. */
export { type CloudOptions, Clouds, startClouds } from "./clouds";
export { describeUse } from "./describe-use";
export { Lab, type LabOptions } from "./lab";
export * from "./lab-facts";
export { addWorkload, type Workload, type WorkloadOptions } from "./workload";
