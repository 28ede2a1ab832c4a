/** Readers of texts that are no policies. */
export { ipNetwork } from "./ip-network";
export { isObject } from "./json-values";
export { joinPaths, memberPath } from "./member-path";
export type { Problem } from "./problem";
