/** Names that the virtual machine and its users agree on. */

/** The bucket that the role may list, and the only object in it. */
export const BUCKET = "team-reports";
export const OBJECT = "q3.csv";

/** The profile of the VM's AWS config. */
export const PROFILE = "team-reports";
