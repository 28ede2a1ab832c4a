/** The messages of the lab, the demo, and the acceptance run. */
export { DEMO, LAB } from "./lab";
