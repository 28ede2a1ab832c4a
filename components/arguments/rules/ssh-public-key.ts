/** What looks like the path of a key file rather than like a key. */
const PATH = /^(?:[.~]?\/|\.\.\/|[A-Za-z]:[\\/])\S*$|^\S+\.pub$/;

/** How to give a key, wherever none was given. */
export const WHERE_KEYS_COME_FROM =
  "give an OpenSSH public key as sshPublicKey, or set one for the stack: " +
  'pulumi config set azure-to-aws-federation:sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"';

/**
 * An OpenSSH public key that Azure takes for Linux VMs: `ssh-rsa` with at least 2048 bits, or `ssh-ed25519` ("Supported
 * SSH key formats" in the Azure documentation). The texts never repeat any of the value: it may be a private key that
 * was given by mistake.
 */
export function sshPublicKey(value: string): readonly string[] {
  if (value.includes("PRIVATE KEY")) {
    return ["must be a public key, but is a private key; give the contents of the .pub file"];
  }
  if (value.trim() === "") {
    return [`is empty: ${WHERE_KEYS_COME_FROM}`];
  }
  if (PATH.test(value.trim())) {
    return ['must be the key itself, but is the path of a file; read it: readFileSync(path, "utf8")'];
  }
  const [type = "", encoded = ""] = value.trim().split(/[ \t]+/);
  if (/[\r\n]/.test(value.trim())) {
    return ["must be one OpenSSH public key on one line"];
  }
  if (type !== "ssh-rsa" && type !== "ssh-ed25519") {
    return [
      "must be an OpenSSH public key that begins with ssh-rsa or ssh-ed25519, the types that Azure takes",
    ];
  }
  const fields = readFields(encoded);
  if (fields?.[0]?.toString("latin1") !== type) {
    return [`is no complete ${type} public key: it was cut or changed`];
  }
  if (type === "ssh-ed25519") {
    return fields.length === 2 && fields[1]?.length === 32
      ? []
      : ["is no complete ssh-ed25519 public key: it was cut or changed"];
  }
  const modulus = fields[2];
  if (fields.length !== 3 || modulus === undefined) {
    return ["is no complete ssh-rsa public key: it was cut or changed"];
  }
  // The modulus is a signed number: a leading zero byte says that it is positive.
  const bits = BigInt(`0x${modulus.toString("hex") || "0"}`).toString(2).length;
  return bits >= 2048 ? [] : [`must have at least 2048 bits, has ${bits}`];
}

/** The length-prefixed fields of a key (RFC 4253, section 6.6), or nothing when they do not add up. */
function readFields(encoded: string): Buffer[] | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) {
    return undefined;
  }
  const bytes = Buffer.from(encoded, "base64");
  const fields: Buffer[] = [];
  let position = 0;
  while (position < bytes.length) {
    if (position + 4 > bytes.length) {
      return undefined;
    }
    const end = position + 4 + bytes.readUInt32BE(position);
    if (end > bytes.length) {
      return undefined;
    }
    fields.push(bytes.subarray(position + 4, end));
    position = end;
  }
  return fields;
}
