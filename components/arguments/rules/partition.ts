/** An AWS partition: `aws`, `aws-cn`, `aws-us-gov` or another that begins with `aws`. */
export function partition(value: string): readonly string[] {
  return /^aws(?:-[a-z]+)*$/.test(value)
    ? []
    : ["must be an AWS partition such as aws, aws-cn or aws-us-gov"];
}
