/** Files that another local user plants where the helper keeps sessions. */
import { chmod, chown, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { Attack, AttackGroup } from "./attack";
import { type CachePlaces, inCopiedCache } from "./copied-cache";
import { callHelper, NOT_USED, PLANTED_KEY_ID } from "./helper-call";

/** The user `nobody`. */
const SOMEBODY_ELSE = 65534;

/** Puts the attacker's keys into the session's file. Everything else in it is correct. */
export async function plantSession({ session }: CachePlaces): Promise<void> {
  const [header = "", question = "", facts = "", document = ""] = (await readFile(session, "utf8")).split(
    "\n",
  );
  const keys = JSON.parse(document) as object;
  const text = `${JSON.stringify({ ...keys, AccessKeyId: PLANTED_KEY_ID })}\n`;
  const times = facts.split(" ").slice(0, 3).join(" ");
  await writeFile(session, `${header}\n${question}\n${times} ${crc32(text)}\n${text}`);
}

async function giveAway(place: string): Promise<void> {
  await chown(place, SOMEBODY_ELSE, SOMEBODY_ELSE);
}

const HOME = "/home/azureuser";
const FOLDER = `${HOME}/.cache/azure-to-aws`;
const REMEDY = "Remove it, or give another --cache-dir";

/** A folder that the helper does not use, with a warning. */
function folderAttack(
  name: string,
  [problem, code]: readonly [problem: string, code: string],
  plant: (at: CachePlaces) => Promise<void>,
  needsRoot = false,
): Attack {
  return {
    name,
    needsRoot,
    refusal: { code: "warning", message: `azure-to-aws: warning: no cache: ${problem} [${code}]` },
    arrange: inCopiedCache(async (at) => {
      await plantSession(at);
      await plant(at);
    }),
    attempt: (context) => callHelper(context),
  };
}

/** A file that the helper does not read, and replaces. */
function fileAttack(name: string, plant: (at: CachePlaces) => Promise<void>, needsRoot = false): Attack {
  return {
    name,
    needsRoot,
    refusal: NOT_USED,
    renews: /\/session-[0-9a-f]{8}(\.lock)?$/,
    arrange: inCopiedCache(async (at) => {
      await plantSession(at);
      await plant(at);
    }),
    attempt: (context) => callHelper(context),
  };
}

export const guestCache: AttackGroup = {
  name: "guest-cache",
  title: "Files that another local user plants in the helper's cache",
  attacks: [
    folderAttack(
      "link instead of the folder",
      [`${FOLDER} is a symbolic link. ${REMEDY}`, "cache-symbolic-link"],
      async ({ folder, shared }) => {
        await rename(folder, shared);
        await symlink(shared, folder);
      },
    ),
    folderAttack(
      "folder of another user",
      [`${FOLDER} belongs to another user. ${REMEDY}`, "cache-other-owner"],
      ({ folder }) => giveAway(folder),
      true,
    ),
    folderAttack(
      "folder that everyone can write to",
      [
        `other users can write to ${FOLDER}. Run chmod go-w on it, or give another --cache-dir`,
        "cache-writable",
      ],
      ({ folder }) => chmod(folder, 0o777),
    ),
    folderAttack(
      "no folder, below a folder of another user",
      [`${HOME}/.cache belongs to another user. ${REMEDY}`, "cache-other-owner"],
      async ({ folder }) => {
        await rm(folder, { recursive: true });
        await giveAway(path.dirname(folder));
      },
      true,
    ),
    {
      name: "link to one of the user's files instead of the lock",
      refusal: {
        code: "warning",
        message: `azure-to-aws: warning: no cache in '${FOLDER}' (Too many levels of symbolic links), so sessions are kept in a temporary folder, if possible. Give another --cache-dir [cache-unusable]`,
      },
      arrange: inCopiedCache(async ({ session, shared }) => {
        await rename(session, shared);
        await rm(`${session}.lock`);
        await symlink(shared, `${session}.lock`);
      }),
      attempt: (context) => callHelper(context),
    },
    {
      name: "lock of another user",
      needsRoot: true,
      refusal: {
        code: "warning",
        message: `azure-to-aws: warning: no cache: the lock file session-<question>.lock does not belong to this user. ${REMEDY} [cache-lock-foreign]`,
      },
      arrange: inCopiedCache(async ({ session }) => {
        await rm(session);
        await giveAway(`${session}.lock`);
      }),
      attempt: (context) => callHelper(context),
    },
    fileAttack("session of another user", ({ session }) => giveAway(session), true),
    fileAttack("session that everyone can read and write", ({ session }) => chmod(session, 0o666)),
    fileAttack("link to a session elsewhere", async ({ session, shared }) => {
      await rename(session, shared);
      await symlink(shared, session);
    }),
    fileAttack("session with other keys and the old checksum", async ({ session }) => {
      const text = await readFile(session, "utf8");
      await writeFile(session, text.replace(PLANTED_KEY_ID, "AKIAPLANTEDPLANTED01"));
    }),
    fileAttack("session of another role", async ({ session }) => {
      const text = await readFile(session, "utf8");
      await writeFile(session, text.replace(":role/", ":role/other-"));
    }),
    {
      name: "folder instead of the session",
      refusal: {
        code: "warning",
        message:
          "azure-to-aws: warning: cannot keep the session in the cache (Is a directory). Until this is fixed, sessions are kept in a temporary folder, if possible [cache-not-written]",
      },
      arrange: inCopiedCache(async ({ session }) => {
        await rm(session);
        await mkdir(session);
      }),
      attempt: (context) => callHelper(context),
    },
  ],
};
