/** Links and folders that another user plants where the installer writes as root. */
import { chmod, chown, lstat, mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_AZURE_LOCATION, LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { ArmClient, azureEnvironment, AzureSession } from "../../../lab/pulumi";
import { Refused } from "../exploits/outcome";
import type { Attack, AttackContext, AttackGroup } from "./attack";

const API_VERSION = "2024-11-01";
const HELPER_FOLDER = "/opt/azure-to-aws";
const SOMEBODY_ELSE = 65534;

/** Runs the stack's install script again, as an update of the stack does. @throws Refused with its message */
async function installAgain(context: AttackContext): Promise<string> {
  const { exitCode, stdout, stderr } = await context.vm.runCommand(await installScript(context), {
    name: "install-again",
    timeoutMilliseconds: 60_000,
  });
  if (exitCode !== 0) {
    throw new Refused(`exit ${exitCode}`, stderr);
  }
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
    .find((text) => text.includes("# Installs the credential helper"));
  if (script === undefined) {
    throw new Error("the stack has no install script on the machine");
  }
  return script;
}

/**
 * Plants a link where the installer writes, to a file or folder with other contents. So every write through the link is
 * visible, even one that writes what was there before.
 */
export function plantLink(place: string) {
  return async (context: AttackContext): Promise<() => Promise<void>> => {
    const at = path.join(context.vm.folder, place);
    const [aside, lured] = ["aside", "lured"].map((name) => path.join(context.vm.folder, "lab", name)) as [
      string,
      string,
    ];
    const isFolder = (await lstat(at)).isDirectory();
    await rename(at, aside);
    if (isFolder) {
      await mkdir(lured);
    }
    await writeFile(isFolder ? path.join(lured, "precious") : lured, "precious\n");
    await symlink(lured, at);
    return async () => {
      await rm(at);
      await rm(lured, { recursive: true });
      await rename(aside, at);
    };
  };
}

/** A link where the installer writes, to a target that the attacker wants overwritten. */
function linkAttack(place: string): Attack {
  return {
    name: `link instead of \`${place}\``,
    refusal: {
      code: "exit 1",
      message: `azure-to-aws: ${place} is a symbolic link. Remove it and run this again [install-symbolic-link]`,
    },
    arrange: plantLink(place),
    attempt: installAgain,
  };
}

/** A folder that another user can change. */
interface WeakFolder {
  readonly name: string;
  readonly place: string;
  /** The folder that the installer is about to create or use, if it is another one. */
  readonly called?: string;
  /** The mode as it is shown. */
  readonly shown: string;
  readonly weaken: (folder: string) => Promise<void>;
  readonly needsRoot?: boolean;
}

function folderAttack({ name, place, called = place, shown, weaken, needsRoot = false }: WeakFolder): Attack {
  const remedy = `Run 'chown root ${place} && chmod go-w ${place}'`;
  return {
    name,
    needsRoot,
    refusal: {
      code: "exit 1",
      message:
        `azure-to-aws: ${called}: users other than root can change ${place} (${shown} <owner> <group>). ` +
        `Expected: root owns it, and only root can write to it. ${remedy} [install-path-changeable]`,
    },
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

const forAll = (folder: string) => chmod(folder, 0o777);
/** Like /usr/local on Debian: writable for a group other than root's. */
const forGroup = async (folder: string) => {
  await chown(folder, process.getuid?.() ?? 0, SOMEBODY_ELSE);
  await chmod(folder, 0o2775);
};

export const installerLinks: AttackGroup = {
  name: "installer-links",
  title: "Places where the installer writes as root",
  attacks: [
    linkAttack(HELPER_FOLDER),
    linkAttack(`${HELPER_FOLDER}/credential_process.py`),
    linkAttack("/etc/azure-to-aws"),
    linkAttack("/etc/azure-to-aws/config"),
    linkAttack("/etc/azure-to-aws/installation.lock"),
    linkAttack("/etc/profile.d"),
    linkAttack("/etc/profile.d/azure-to-aws.sh"),
    {
      name: "folder instead of `/etc/azure-to-aws/config`",
      refusal: {
        code: "exit 1",
        message:
          "azure-to-aws: /etc/azure-to-aws/config is not a file. Remove it and run this again [install-not-a-file]",
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
    folderAttack({
      name: "helper's folder that everyone can write to",
      place: HELPER_FOLDER,
      shown: "drwxrwxrwx",
      weaken: forAll,
    }),
    folderAttack({
      name: "helper's folder of another user",
      place: HELPER_FOLDER,
      shown: "drwxr-xr-x",
      weaken: (folder) => chown(folder, SOMEBODY_ELSE, SOMEBODY_ELSE),
      needsRoot: true,
    }),
    folderAttack({
      name: "parent of the helper's folder that everyone can change",
      place: "/opt",
      called: HELPER_FOLDER,
      shown: "drwxrwxrwx",
      weaken: forAll,
    }),
    folderAttack({
      name: "parent of the helper's folder that a group can change",
      place: "/opt",
      called: HELPER_FOLDER,
      shown: "drwxrwsr-x",
      weaken: forGroup,
      needsRoot: true,
    }),
    folderAttack({
      name: "config's folder that everyone can write to",
      place: "/etc/azure-to-aws",
      shown: "drwxrwxrwx",
      weaken: forAll,
    }),
    folderAttack({
      name: "folder of login scripts that a group can change",
      place: "/etc/profile.d",
      shown: "drwxrwsr-x",
      weaken: forGroup,
      needsRoot: true,
    }),
  ],
};
