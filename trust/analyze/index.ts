/** The kernel's facts in words. Who only asks whether a policy is accepted needs the kernel alone. */
export { judgeTrustPolicy } from "./judge-trust-policy";
