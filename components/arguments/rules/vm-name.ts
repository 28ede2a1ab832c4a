/** The name of an Azure Linux VM (Resource Manager, "Naming rules and restrictions"). */
export function vmName(value: string): readonly string[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_])?$/.test(value)
    ? []
    : ["must be the name of a VM: 1 to 64 letters, digits or . _ -, beginning with a letter or digit"];
}
