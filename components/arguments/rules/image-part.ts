/** The publisher, offer, SKU or version of a marketplace image. */
export function imagePart(value: string): readonly string[] {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)
    ? []
    : ["must be letters, digits or . _ -, as `az vm image list` shows it"];
}
