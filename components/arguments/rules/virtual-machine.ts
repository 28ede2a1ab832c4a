/** Rules for arguments of virtual machines and of what is installed on them. */
import { windowsHelperProblems } from "../../../credential-helper";
import { ARGUMENTS, coded } from "../../../messages";
import { VIRTUAL_MACHINE } from "../../../messages/virtual-machine";
import type { Fault } from "../argument-rule";

/** Names that Azure refuses for the administrator of a VM (osProfile.adminUsername in the Compute REST reference). */
const REFUSED = new Set(
  (
    "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console " +
    "david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5"
  ).split(" "),
);

/** The administrator's name on a Linux VM: a Linux user name of at most 32 characters that Azure does not refuse. */
export function adminUsername(value: string): readonly Fault[] {
  if (!/^[a-z][a-z0-9_-]{0,31}$/.test(value)) {
    return [
      coded(
        "admin-username-invalid",
        "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter",
      ),
    ];
  }
  return REFUSED.has(value)
    ? [
        coded(
          "admin-username-refused",
          "Azure refuses this user name. Expected another one, such as azureuser",
        ),
      ]
    : [];
}

/** The most that Azure accepts as custom data, in bytes before encoding (Compute REST reference, osProfile.customData). */
const LONGEST = 65_535;

/** The first lines by which cloud-init recognizes its data (cloud-init, "User data formats"). */
const HEADERS = ["#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "## template: jinja"];

/** Text for cloud-init, which recognizes it by its first line, short enough for Azure. */
export function cloudInit(value: string): readonly Fault[] {
  const size = Buffer.byteLength(value);
  if (size > LONGEST) {
    return [{ ...ARGUMENTS.say("argument-too-long", LONGEST, "bytes"), has: size }];
  }
  const isKnown =
    HEADERS.some((header) => value.startsWith(header)) || /^(?:Content-Type|MIME-Version):/i.test(value);
  return isKnown
    ? []
    : [
        coded(
          "cloud-init-invalid",
          `invalid cloud-init data. Expected a first line that starts with one of: ${[...HEADERS, "Content-Type:", "MIME-Version:"].join(", ")}`,
        ),
      ];
}

const GROUP = "^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute";

/** A managed image: without the metadata that trusted launch needs. */
const MANAGED = new RegExp(`${GROUP}/images/[^/]+$`, "i");

/** An image in a compute gallery; without a version, its newest one. */
const GALLERY = new RegExp(`${GROUP}/galleries/[^/]+/images/[^/]+(?:/versions/[^/]+)?$`, "i");

/** A part of a marketplace image. */
const PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

/** A marketplace image: publisher, offer, SKU, and version, as Azure's command line writes it. */
const MARKETPLACE = new RegExp(`^${PART}(?::${PART}){3}$`);

/** The image of a VM: of the marketplace, or a private one by its resource ID. */
export function image(value: string): readonly Fault[] {
  return MARKETPLACE.test(value) || MANAGED.test(value) || GALLERY.test(value)
    ? []
    : [
        coded(
          "image-invalid",
          "invalid image. Expected publisher:offer:sku:version, such as Canonical:ubuntu-24_04-lts:server:latest, or the resource ID of a Microsoft.Compute/images or of a Microsoft.Compute/galleries/images, with or without /versions",
        ),
      ];
}

/** Whether the ID is that of a managed image, from which Azure creates no VM with trusted launch. */
export function isManagedImage(id: string): boolean {
  return MANAGED.test(id);
}

/** A user of a Linux VM (useradd(8)); unlike an administrator's, any name that the VM has. */
export function linuxUser(value: string): readonly Fault[] {
  return /^[a-z_][a-z0-9_-]{0,31}$/.test(value)
    ? []
    : [
        coded(
          "linux-user-invalid",
          "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter or _",
        ),
      ];
}

/** The name of a profile in an AWS config file: 1 to 64 letters, digits and `_ . @ + = , -`. */
export function profileName(value: string): readonly Fault[] {
  return /^[\w.@+=,-]{1,64}$/.test(value)
    ? []
    : [
        coded(
          "profile-name-invalid",
          "invalid profile name. Expected 1 to 64 letters, digits, or _ . @ + = , -",
        ),
      ];
}

/** What looks like the path of a key file rather than a key. */
const PATH = /^(?:[.~]?\/|\.\.\/|[A-Za-z]:[\\/])\S*$|^\S+\.pub$/;

/**
 * An OpenSSH public key that Azure accepts for Linux VMs: `ssh-rsa` with at least 2048 bits, or `ssh-ed25519` ("Supported
 * SSH key formats" in the Azure documentation). The messages never repeat the value: it may be a private key, by
 * mistake.
 */
export function sshPublicKey(value: string): readonly Fault[] {
  if (value.includes("PRIVATE KEY")) {
    return [
      coded(
        "ssh-key-private",
        "must be a public key, not a private key",
        "Use the contents of the .pub file",
      ),
    ];
  }
  if (value.trim() === "") {
    return [VIRTUAL_MACHINE.say("ssh-key-missing")];
  }
  if (PATH.test(value.trim())) {
    return [
      coded(
        "ssh-key-path",
        "must be the key itself, not the path of a file",
        'Read the file: readFileSync(path, "utf8")',
      ),
    ];
  }
  const [type = "", encoded = ""] = value.trim().split(/[ \t]+/);
  if (/[\r\n]/.test(value.trim())) {
    return [coded("ssh-key-lines", "invalid SSH key. Expected one OpenSSH public key on one line")];
  }
  if (type !== "ssh-rsa" && type !== "ssh-ed25519") {
    return [
      coded(
        "ssh-key-type",
        "invalid SSH key. Expected an OpenSSH public key that starts with ssh-rsa or ssh-ed25519, which Azure accepts",
      ),
    ];
  }
  const fields = readFields(encoded);
  if (fields?.[0]?.toString("latin1") !== type) {
    return [VIRTUAL_MACHINE.say("ssh-key-incomplete", type)];
  }
  if (type === "ssh-ed25519") {
    return fields.length === 2 && fields[1]?.length === 32
      ? []
      : [VIRTUAL_MACHINE.say("ssh-key-incomplete", type)];
  }
  const modulus = fields[2];
  if (fields.length !== 3 || modulus === undefined) {
    return [VIRTUAL_MACHINE.say("ssh-key-incomplete", type)];
  }
  // The modulus is a signed number: a leading zero byte says that it is positive.
  const bits = BigInt(`0x${modulus.toString("hex") || "0"}`).toString(2).length;
  return bits >= 2048
    ? []
    : [coded("ssh-key-short", `SSH key too short. Expected at least 2048 bits; got ${bits}`)];
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
export function vmName(value: string): readonly Fault[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_])?$/.test(value)
    ? []
    : [
        coded(
          "vm-name-invalid",
          "invalid VM name. Expected 1 to 64 letters, digits, or . _ -, starting with a letter or digit",
        ),
      ];
}

/** The size of an Azure VM by its API name, such as `Standard_B1s`. */
export function vmSize(value: string): readonly Fault[] {
  return /^(?:Standard|Basic)_[A-Za-z0-9_-]{1,40}$/.test(value)
    ? []
    : [coded("vm-size-invalid", "invalid VM size. Expected a name such as Standard_B1s")];
}

/** Address and digest of the static helper for Windows. */
export function windowsHelper(value: string): readonly Fault[] {
  return windowsHelperProblems(value);
}

/** Passwords that Azure refuses (osProfile.adminPassword in the Compute REST reference). */
const REFUSED_PASSWORDS = new Set(
  "abc@123 P@$$w0rd P@ssw0rd P@ssword123 Pa$$word pass@word1 Password! Password1 Password22 iloveyou!".split(
    " ",
  ),
);

/**
 * The password of the administrator of a Windows VM (osProfile.adminPassword in the Compute REST reference). The messages
 * never repeat the value.
 */
export function windowsAdminPassword(value: string): readonly Fault[] {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[\W_]/].filter((kind) => kind.test(value)).length;
  return value.length >= 8 && value.length <= 123 && kinds >= 3 && !REFUSED_PASSWORDS.has(value)
    ? []
    : [
        coded(
          "windows-password-invalid",
          "Azure refuses this password. Expected 8 to 123 characters, of three kinds: lower case, upper case, digits, others. It must not be a well-known one",
        ),
      ];
}
