/** An Azure region by its name (`westeurope`) or display name (`West Europe`). */
export function location(value: string): readonly string[] {
  return /^[A-Za-z][A-Za-z0-9 ()]{1,63}$/.test(value)
    ? []
    : ["must be the name of an Azure region such as westeurope"];
}
