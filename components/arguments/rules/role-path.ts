/**
 * The path of an IAM role: `/`, or up to 512 printable ASCII characters that begin and end with a slash (CreateRole in
 * the IAM API reference).
 */
export function rolePath(value: string): readonly string[] {
  return /^\/(?:[!-~]+\/)?$/.test(value) && value.length <= 512
    ? []
    : [
        "must begin and end with a slash, such as /federated/, and have at most 512 printable ASCII characters",
      ];
}
