/** The table of issuers, for the kernel. */
export { contextOf } from "./context";
