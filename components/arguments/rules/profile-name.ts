/** The name of a profile in an AWS config file: 1 to 64 letters, digits and `_ . @ + = , -`. */
export function profileName(value: string): readonly string[] {
  return /^[\w.@+=,-]{1,64}$/.test(value) ? [] : ["must be 1 to 64 letters, digits or _ . @ + = , -"];
}
