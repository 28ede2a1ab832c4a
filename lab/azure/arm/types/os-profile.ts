/** What the `osProfile` of a virtual machine must say. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import type { JsonObject } from "../../resources/resource-store";

/**
 * @evidence documentation Custom data has at most 87,380 characters of Base64. Source: "Common Windows virtual
 *   machine error messages".
 */
const MAXIMUM_CUSTOM_DATA = 87_380;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const SSH_KEY = /^(ssh-rsa|ssh-ed25519) ([A-Za-z0-9+/]+=*)(?: .*)?$/;
/** What a host name may not have in it: the characters that the refusal lists. */
const FORBIDDEN_IN_HOST_NAME = /[`~!@#$%^&*()=+_[\]{}\\|;:'",<>/?]/;
const MAXIMUM_HOST_NAME = 64;
/**
 * Some of the names that Azure refuses.
 *
 * @evidence documentation Some names of users are refused; the lab knows these. Source: "Virtual Machines - Create Or
 *   Update", `osProfile.adminUsername`.
 */
const FORBIDDEN_NAMES = ["root", "admin", "administrator", "user", "guest", "test", "console", "sys"];

/**
 * Passwords that are refused.
 *
 * @evidence documentation Some passwords are refused. Source: "Virtual Machines - Create Or Update",
 *   `osProfile.adminPassword`.
 */
const FORBIDDEN_PASSWORDS =
  "abc@123 P@$$w0rd P@ssw0rd P@ssword123 Pa$$word pass@word1 Password! Password1 Password22 iloveyou!".split(
    " ",
  );

/** Whether a machine runs Windows, as far as its properties say. */
export function isWindows(properties: JsonObject): boolean {
  return (
    objectAt(properties, "osProfile").windowsConfiguration !== undefined ||
    textAt(properties, "storageProfile", "osDisk", "osType") === "Windows"
  );
}

/**
 * @param properties `properties` of the virtual machine, or of the machines of a scale set.
 * @throws ArmError that the Compute provider would answer.
 */
export function checkOsProfile(properties: JsonObject): void {
  if (isWindows(properties)) {
    checkWindowsProfile(properties);
  } else {
    checkLinuxProfile(properties);
  }
}

function checkWindowsProfile(properties: JsonObject): void {
  const profile = objectAt(properties, "osProfile");
  if (profile.linuxConfiguration !== undefined) {
    // @evidence inferred A machine has one of the two configurations. Reason: each is for its own system; the text is the lab's.
    throw ArmError.invalidParameter(
      "Parameter 'osProfile.linuxConfiguration' is not allowed with 'osProfile.windowsConfiguration'.",
      "osProfile.linuxConfiguration",
    );
  }
  const name = textAt(profile, "adminUsername") ?? "";
  if (FORBIDDEN_NAMES.includes(name.toLowerCase()) || !/^[^.](?:.{0,18}[^.])?$/.test(name)) {
    // @evidence documentation A name of a user that is reserved is refused; on Windows it has at most 20 characters and ends in no
    // period. Source: "Virtual Machines - Create Or Update", `osProfile.adminUsername`.
    throw ArmError.invalidParameter("The Admin Username specified is not allowed.", "adminUsername");
  }
  const computerName = textAt(profile, "computerName") ?? "";
  if (computerName.length > 15 || /^\d+$/.test(computerName) || FORBIDDEN_IN_HOST_NAME.test(computerName)) {
    // @evidence documentation The name of a Windows computer has at most 15 characters. Source: "Virtual Machines - Create Or
    // Update", `osProfile.computerName`; the text is that of Azure's clients.
    throw ArmError.invalidParameter(
      "Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . ' \" , < > / ?.",
      "computerName",
    );
  }
  const password = textAt(profile, "adminPassword");
  if (password === undefined) {
    // @evidence documentation Windows needs a password. Source: "Virtual Machines - Create Or Update"; the text is that of others.
    throw missing("osProfile.adminPassword");
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[\W_]/].filter((kind) => kind.test(password)).length;
  if (password.length < 8 || password.length > 123 || kinds < 3 || FORBIDDEN_PASSWORDS.includes(password)) {
    // @evidence documentation A password has 8 to 123 characters of three kinds. Source: "Virtual Machines - Create Or Update",
    // `osProfile.adminPassword`; the text is the lab's.
    throw ArmError.invalidParameter(
      "The supplied password must be between 8-123 characters long and must satisfy at least 3 of password complexity requirements.",
      "adminPassword",
    );
  }
}

function checkLinuxProfile(properties: JsonObject): void {
  const profile = objectAt(properties, "osProfile");
  const linux = objectAt(profile, "linuxConfiguration");
  const adminUsername = textAt(profile, "adminUsername") ?? "";
  if (adminUsername === "") {
    // @evidence documentation A machine needs the name of a user. Source: "Virtual Machines - Create Or Update".
    throw missing("osProfile.adminUsername");
  }
  if (
    FORBIDDEN_NAMES.includes(adminUsername.toLowerCase()) ||
    !/^[a-z_][a-z0-9_-]{0,31}$/i.test(adminUsername)
  ) {
    // @evidence documentation A name of a user that is reserved is refused. Source: "Common Windows virtual machine
    // error messages".
    throw ArmError.invalidParameter("The Admin Username specified is not allowed.", "adminUsername");
  }
  const hostName = textAt(profile, "computerName") ?? "";
  if (hostName.length > MAXIMUM_HOST_NAME || FORBIDDEN_IN_HOST_NAME.test(hostName)) {
    // @evidence log A host name has at most 64 characters, and none of those listed. Source:
    // hashicorp/terraform-provider-azurerm #280.
    throw ArmError.invalidParameter(
      "Linux host name cannot exceed 64 characters in length or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : ' \" , < > / ?.",
      "computerName",
    );
  }
  const keys = objectsAt(linux, "ssh", "publicKeys");
  if (
    keys.length === 0 &&
    (linux.disablePasswordAuthentication === true || profile.adminPassword === undefined)
  ) {
    // @evidence report A machine needs a key or a password. Source: answers quoted in public logs.
    throw ArmError.invalidParameter(
      "Authentication using either SSH or by user name and password must be enabled in Linux profile.",
      "linuxConfiguration",
    );
  }
  for (const key of keys) {
    checkKey(key, adminUsername);
  }
  const customData = textAt(profile, "customData");
  if (customData !== undefined && (customData.length > MAXIMUM_CUSTOM_DATA || !BASE64.test(customData))) {
    // @evidence documentation Custom data that is too long, or not Base64, is refused. Source: "Common Windows
    // virtual machine error messages".
    throw ArmError.invalidParameter(
      "Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters.",
      "customData",
    );
  }
}

/**
 * The refusal of a request that leaves out what is needed.
 *
 * @evidence log A missing parameter is 400 `InvalidParameter` and says "(null)". Source:
 * gardener/gardener-extension-provider-azure #397.
 */
export function missing(parameter: string): ArmError {
  return ArmError.invalidParameter(`Required parameter '${parameter}' is missing (null).`, parameter);
}

function checkKey(key: JsonObject, adminUsername: string): void {
  const path = `/home/${adminUsername}/.ssh/authorized_keys`;
  if (key.path !== undefined && key.path !== path) {
    // @evidence documentation Keys are for `/home/{user}/.ssh/authorized_keys` alone. Source: "Common Windows virtual
    // machine error messages".
    throw ArmError.invalidParameter(
      `Destination path for SSH public keys is currently limited to its default value ${path} due to a known issue in Linux provisioning agent.`,
      "linuxConfiguration.ssh.publicKeys.path",
    );
  }
  if (!isPublicKey((textAt(key, "keyData") ?? "").trim())) {
    // @evidence report A malformed key is refused. Source: answers quoted in public logs.
    throw ArmError.invalidParameter(
      "The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.",
      "linuxConfiguration.ssh.publicKeys.keyData",
    );
  }
}

/** Whether a text is a public key in OpenSSH's form, whose data begins with the name of its type (RFC 4253, 6.6). */
function isPublicKey(text: string): boolean {
  const [, type = "", data = ""] = SSH_KEY.exec(text) ?? [];
  const bytes = Buffer.from(data, "base64");
  return (
    type !== "" &&
    bytes.length > 4 + type.length &&
    bytes.readUInt32BE(0) === type.length &&
    bytes.toString("latin1", 4, 4 + type.length) === type
  );
}
