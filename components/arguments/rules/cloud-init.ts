/** The most that Azure takes as custom data, in bytes before encoding (Compute REST reference, osProfile.customData). */
const LONGEST = 65_535;

/** The first lines by which cloud-init tells what it is given (cloud-init, "User data formats"). */
const HEADERS = ["#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "## template: jinja"];

/** Text for cloud-init: one that it recognises by its first line, short enough for Azure. */
export function cloudInit(value: string): readonly string[] {
  const size = Buffer.byteLength(value);
  if (size > LONGEST) {
    return [`must have at most ${LONGEST} bytes, has ${size}`];
  }
  const isKnown =
    HEADERS.some((header) => value.startsWith(header)) || /^(?:Content-Type|MIME-Version):/i.test(value);
  return isKnown
    ? []
    : [`must begin as cloud-init wants it, with one of: ${HEADERS.join(", ")}, Content-Type:, MIME-Version:`];
}
