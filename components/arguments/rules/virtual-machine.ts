/** Rules for arguments of virtual machines and of what is installed on them. */
import { vmFolderProblems } from "../../../credential-helper";
import type { Fault } from "../argument-rule";

/** Names that Azure refuses for the administrator of a VM (osProfile.adminUsername in the Compute REST reference). */
const REFUSED = new Set(
  (
    "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console " +
    "david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5"
  ).split(" "),
);

/** The administrator's name on a Linux VM: a Linux user name of at most 32 characters that Azure does not refuse. */
export function adminUsername(value: string): readonly string[] {
  if (!/^[a-z][a-z0-9_-]{0,31}$/.test(value)) {
    return [
      "must be a Linux user name: 1 to 32 lower-case letters, digits, _ and -, beginning with a letter",
    ];
  }
  return REFUSED.has(value) ? ["is a name that Azure refuses; choose another, such as azureuser"] : [];
}

/** An availability zone of an Azure region: the logical numbers 1 to 3 ("Azure availability zones"). */
export function availabilityZone(value: string): readonly string[] {
  return /^[1-3]$/.test(value) ? [] : ['must be the number of an availability zone: "1", "2" or "3"'];
}

/** The most that Azure takes as custom data, in bytes before encoding (Compute REST reference, osProfile.customData). */
const LONGEST = 65_535;

/** The first lines by which cloud-init tells what it is given (cloud-init, "User data formats"). */
const HEADERS = ["#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "## template: jinja"];

/** Text for cloud-init: one that it recognizes by its first line, short enough for Azure. */
export function cloudInit(value: string): readonly Fault[] {
  const size = Buffer.byteLength(value);
  if (size > LONGEST) {
    return [{ reason: `must have at most ${LONGEST} bytes`, has: size }];
  }
  const isKnown =
    HEADERS.some((header) => value.startsWith(header)) || /^(?:Content-Type|MIME-Version):/i.test(value);
  return isKnown
    ? []
    : [`must begin as cloud-init wants it, with one of: ${HEADERS.join(", ")}, Content-Type:, MIME-Version:`];
}

/** The folder of the credential helper on a VM: absolute, plain letters, in no folder that users own. */
export function helperFolder(value: string): readonly string[] {
  return vmFolderProblems(value).map(({ reason }) => reason);
}

const GROUP = "^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute";

/** A managed image: without the metadata that trusted launch needs. */
const MANAGED = new RegExp(`${GROUP}/images/[^/]+$`, "i");

/** An image in a compute gallery; without a version, its newest one. */
const GALLERY = new RegExp(`${GROUP}/galleries/[^/]+/images/[^/]+(?:/versions/[^/]+)?$`, "i");

/** The resource ID of an image of one's own for a VM. */
export function imageId(value: string): readonly string[] {
  return MANAGED.test(value) || GALLERY.test(value)
    ? []
    : [
        "must be the resource ID of a Microsoft.Compute/images or of a Microsoft.Compute/galleries/images with or without /versions",
      ];
}

/** Whether the ID is that of a managed image, with which Azure makes no VM with trusted launch. */
export function isManagedImage(id: string): boolean {
  return MANAGED.test(id);
}

/** The publisher, offer, SKU or version of a marketplace image. */
export function imagePart(value: string): readonly string[] {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)
    ? []
    : ["must be letters, digits or . _ -, as `az vm image list` shows it"];
}

/** A user of a Linux VM (useradd(8)); unlike an administrator's, any name that the VM has. */
export function linuxUser(value: string): readonly string[] {
  return /^[a-z_][a-z0-9_-]{0,31}$/.test(value)
    ? []
    : [
        "must be a Linux user name: 1 to 32 lower-case letters, digits, _ and -, beginning with a letter or _",
      ];
}

/** The name of a profile in an AWS config file: 1 to 64 letters, digits and `_ . @ + = , -`. */
export function profileName(value: string): readonly string[] {
  return /^[\w.@+=,-]{1,64}$/.test(value) ? [] : ["must be 1 to 64 letters, digits or _ . @ + = , -"];
}

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

/** The name of an Azure Linux VM (Resource Manager, "Naming rules and restrictions"). */
export function vmName(value: string): readonly string[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_])?$/.test(value)
    ? []
    : ["must be the name of a VM: 1 to 64 letters, digits or . _ -, beginning with a letter or digit"];
}

/** The size of an Azure VM by its API name, such as `Standard_B1s`. */
export function vmSize(value: string): readonly string[] {
  return /^(?:Standard|Basic)_[A-Za-z0-9_-]{1,40}$/.test(value)
    ? []
    : ["must be the name of a VM size such as Standard_B1s"];
}
