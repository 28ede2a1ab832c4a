/**
 * The name of the Run Command that installs, on every VM: a VM takes one installation, since each writes the AWS config
 * as a whole, and ARM knows by this name whether there is one.
 */
export const INSTALLATION_COMMAND = "azure-to-aws-federation";
