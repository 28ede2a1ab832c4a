/** An AWS region by its code, such as `eu-west-1`. */
export function region(value: string): readonly string[] {
  return /^[a-z]+(?:-[a-z]+)+-\d+$/.test(value)
    ? []
    : ["must be the code of an AWS region such as eu-west-1"];
}
