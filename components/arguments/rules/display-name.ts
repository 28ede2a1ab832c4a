/** The display name of an Entra application: 1 to 120 characters without `<` and `>`, as the admin center takes it. */
export function displayName(value: string): readonly string[] {
  return /^[^<>\p{Cc}]{1,120}$/u.test(value) && value.trim() !== ""
    ? []
    : ["must be 1 to 120 characters without < and > and without control characters"];
}
