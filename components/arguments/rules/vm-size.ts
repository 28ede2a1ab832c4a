/** The size of an Azure VM by its API name, such as `Standard_B1s`. */
export function vmSize(value: string): readonly string[] {
  return /^(?:Standard|Basic)_[A-Za-z0-9_-]{1,40}$/.test(value)
    ? []
    : ["must be the name of a VM size such as Standard_B1s"];
}
