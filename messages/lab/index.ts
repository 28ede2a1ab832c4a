/** The messages of the lab, the demo, and the acceptance run. */
export { ACCEPTANCE } from "./acceptance";
export { DEMO, LAB } from "./lab";
