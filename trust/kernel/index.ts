/** What the components need of the kernel. */
export { grouped } from "./grouped";
export { isGuid } from "./guid";
export { judgePolicy } from "./judge-policy";
