/** The name of an Azure resource group (Resource Manager, "Naming rules and restrictions"). */
export function resourceGroupName(value: string): readonly string[] {
  return /^[\p{L}\p{Nd}._()-]{0,89}[\p{L}\p{Nd}_()-]$/u.test(value)
    ? []
    : ["must be 1 to 90 letters, digits or . _ ( ) -, not ending with a period"];
}
