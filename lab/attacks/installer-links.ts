/** What somebody else plants where the installer writes, as root. */
import { chmod, chown, lstat, mkdir, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { Refused } from "../exploits/exploit";
import { LAB_AZURE_LOCATION, LAB_SUBSCRIPTION_ID } from "../lab-facts";
import { ArmClient } from "../plugins/azure-native/arm-client";
import { azureEnvironment } from "../plugins/azure/azure-environment";
import { AzureSession } from "../plugins/azure/azure-session";
import type { Attack, AttackContext, AttackGroup } from "./attack";

const API_VERSION = "2024-11-01";
const HELPER_FOLDER = "/opt/azure-to-aws";
const SOMEBODY_ELSE = 65534;

/** Runs the stack's install script again, as an update of the stack does. @throws Refused with what it says */
async function installAgain(context: AttackContext): Promise<string> {
  const { exitCode, stdout, stderr } = await context.vm.runCommand(await installScript(context), {
    ...{ name: "install-again", timeoutMilliseconds: 60_000 },
  });
  if (exitCode !== 0) throw new Refused(`exit ${exitCode}`, stderr);
  return stdout;
}

/** The script of the Run Command that the stack has on the machine. */
async function installScript({ lab, target }: AttackContext): Promise<string> {
  const arm = new ArmClient(
    new AzureSession(azureEnvironment({}, lab.pulumi.environment)),
    LAB_AZURE_LOCATION,
  );
  const { signal } = new AbortController();
  const id =
    `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${target.resourceGroupName}` +
    `/providers/Microsoft.Compute/virtualMachines/${target.virtualMachineName}/runCommands`;
  const { value } = (await arm.get({ id, apiVersion: API_VERSION }, signal)) as {
    value: readonly { readonly properties: { readonly source: { readonly script: string } } }[];
  };
  const script = value
    .map(({ properties }) => properties.source.script)
    .find((text) => text.includes("modules-"));
  if (script === undefined) throw new Error("the stack has no install script on the machine");
  return script;
}

/** The place in this run: the folder of the modules has a name that tells its version. */
async function placeOf({ vm }: AttackContext, place: string): Promise<string> {
  const [modules = ""] = (await readdir(path.join(vm.folder, HELPER_FOLDER))).filter((name) =>
    name.startsWith("modules-"),
  );
  return path.join(vm.folder, place.replace("modules-<version>", modules));
}

/**
 * Plants a link in a place of the installer's, to a file of other contents or to a folder that holds something else: there
 * everything that is written through the link is new, even what was in the place before.
 */
export function plantLink(place: string) {
  return async (context: AttackContext): Promise<() => Promise<void>> => {
    const at = await placeOf(context, place);
    const [aside, lured] = ["aside", "lured"].map((name) => path.join(context.vm.folder, "lab", name)) as [
      string,
      string,
    ];
    const isFolder = (await lstat(at)).isDirectory();
    await rename(at, aside);
    if (isFolder) await mkdir(lured);
    await writeFile(isFolder ? path.join(lured, "precious") : lured, "precious\n");
    await symlink(lured, at);
    return async () => {
      await rm(at);
      await rm(lured, { recursive: true });
      await rename(aside, at);
    };
  };
}

/** A link in a place of the installer's, to where something of the attacker's choice would be overwritten. */
function linkAttack(place: string): Attack {
  return {
    name: `link in the place of \`${place}\``,
    refusal: {
      code: "exit 1",
      message: `azure-to-aws: ${place} is a symbolic link: remove it and run this again`,
    },
    arrange: plantLink(place),
    attempt: installAgain,
  };
}

/** A folder that somebody else can change. */
function folderAttack(
  name: string,
  place: string,
  message: string,
  weaken: (folder: string) => Promise<void>,
  needsRoot = false,
): Attack {
  return {
    ...{ name, needsRoot },
    refusal: { code: "exit 1", message: `azure-to-aws: ${message}` },
    async arrange({ vm }) {
      const folder = path.join(vm.folder, place);
      const { mode, uid, gid } = await stat(folder);
      await weaken(folder);
      return async () => {
        await chown(folder, uid, gid);
        await chmod(folder, mode);
      };
    },
    attempt: installAgain,
  };
}

const OWN = "must be a folder that belongs to root and that others cannot write to";

export const installerLinks: AttackGroup = {
  name: "installer-links",
  title: "The places where the installer writes as root",
  attacks: [
    linkAttack(HELPER_FOLDER),
    linkAttack(`${HELPER_FOLDER}/modules-<version>`),
    linkAttack(`${HELPER_FOLDER}/modules-<version>/azure_to_aws`),
    linkAttack(`${HELPER_FOLDER}/modules-<version>/azure_to_aws/cache.py`),
    linkAttack(`${HELPER_FOLDER}/credential_process.py`),
    linkAttack("/etc/azure-to-aws"),
    linkAttack("/etc/azure-to-aws/config"),
    linkAttack("/etc/profile.d"),
    linkAttack("/etc/profile.d/azure-to-aws.sh"),
    {
      name: "folder in the place of `/etc/azure-to-aws/config`",
      refusal: {
        code: "exit 1",
        message: "azure-to-aws: /etc/azure-to-aws/config is no file: remove it and run this again",
      },
      async arrange({ vm }) {
        const config = path.join(vm.folder, "etc/azure-to-aws/config");
        const aside = path.join(vm.folder, "lab/aside");
        await rename(config, aside);
        await mkdir(config);
        return async () => {
          await rm(config, { recursive: true });
          await rename(aside, config);
        };
      },
      attempt: installAgain,
    },
    folderAttack(
      "helper's folder that all can write to",
      HELPER_FOLDER,
      `${HELPER_FOLDER} ${OWN}`,
      (folder) => chmod(folder, 0o777),
    ),
    folderAttack(
      "helper's folder of another user",
      HELPER_FOLDER,
      `${HELPER_FOLDER} ${OWN}`,
      (folder) => chown(folder, SOMEBODY_ELSE, SOMEBODY_ELSE),
      true,
    ),
    folderAttack(
      "folder above it that all can change",
      "/opt",
      `others can change /opt, which is above ${HELPER_FOLDER}: choose another folder`,
      (folder) => chmod(folder, 0o777),
    ),
    folderAttack(
      "config's folder that all can write to",
      "/etc/azure-to-aws",
      `/etc/azure-to-aws ${OWN}`,
      (folder) => chmod(folder, 0o777),
    ),
  ],
};
