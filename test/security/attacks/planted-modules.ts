/** The attacker's Python code in places where the helper's interpreter may look for modules. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Attack, AttackContext } from "./attack";
import { inCopiedCache } from "./copied-cache";
import { callHelper, NOT_USED, PLANTED_KEY_ID } from "./helper-call";

/** Python modules that the interpreter or the helper would load, if it looked beyond its own folders. */
const MODULES = [
  "sitecustomize",
  "usercustomize",
  "azure_to_aws",
  // With a session in the cache it needs no others.
  "time",
  "binascii",
  "stat",
  "json",
  "ssl",
  "http",
  "ipaddress",
  "urllib",
  "xml",
  "re",
  "base64",
  "random",
  "calendar",
  "fcntl",
];

const MODULES_FOLDER = "tmp/modules";

/** Prints the folder in which Python looks for a user's own modules. */
const USER_MODULES = "import site; print(site.getusersitepackages(), end='')";

/** The attacker's code where Python may look for modules. It leaves a file and prints the attacker's session. */
async function plantModules({ vm }: AttackContext): Promise<() => Promise<void>> {
  const folder = path.join(vm.folder, MODULES_FOLDER);
  const { stdout: ofUser } = await vm.run(["python3", "-c", USER_MODULES], {
    env: { PYTHONUSERBASE: folder },
  });
  await mkdir(ofUser, { recursive: true });
  const code = `import os\nos.write(1, b'{"AccessKeyId": "${PLANTED_KEY_ID}"}')\nopen(${JSON.stringify(path.join(folder, "ran"))}, "w")\nos._exit(0)\n`;
  for (const name of MODULES) {
    for (const place of [folder, ofUser]) {
      await writeFile(path.join(place, `${name}.py`), code);
    }
  }
  return () => rm(folder, { recursive: true });
}

/** Without a session in the cache, since most of the modules are only loaded to get one. */
async function plantModulesBesideNoSession(context: AttackContext): Promise<() => Promise<void>> {
  const putBack = await inCopiedCache(({ session }) => rm(session))(context);
  const takeAway = await plantModules(context);
  return async () => {
    await takeAway();
    await putBack();
  };
}

function pythonAttack(
  name: string,
  env: (folder: string) => Readonly<Record<string, string>>,
  inFolder = false,
): Attack {
  return {
    name,
    refusal: NOT_USED,
    renews: /\/session-[0-9a-f]{8}(\.lock)?$/,
    arrange: plantModulesBesideNoSession,
    attempt: (context) => {
      const folder = path.join(context.vm.folder, MODULES_FOLDER);
      return callHelper(context, { env: env(folder), ...(inFolder ? { before: `cd ${folder}` } : {}) });
    },
  };
}

/** All ways in which an environment or a folder can name modules. */
export const plantedModules: readonly Attack[] = [
  pythonAttack("Python modules from `PYTHONPATH`", (folder) => ({ PYTHONPATH: folder })),
  pythonAttack("Python's home from `PYTHONHOME`", (folder) => ({ PYTHONHOME: folder })),
  pythonAttack("Python code from `PYTHONSTARTUP`", (folder) => ({
    PYTHONSTARTUP: `${folder}/json.py`,
    PYTHONINSPECT: "1",
  })),
  pythonAttack("Python modules from `PYTHONUSERBASE`", (folder) => ({ PYTHONUSERBASE: folder })),
  pythonAttack("Python modules in the current folder", () => ({}), true),
];
