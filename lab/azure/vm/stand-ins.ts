/** Programs that a machine has in place of those that would need to be root or would look outside its folder. */

/**
 * Scripts by the name of the program. All files and processes belong to the user who runs the lab. So changing a file's owner
 * does nothing, and a command as another user runs as the same one. Only the list of users is the machine's.
 *
 * @param folder The folder that plays the machine's file system.
 */
export function standIns(folder: string, adminUsername: string): Readonly<Record<string, string>> {
  const users = [
    ["root", "0", "root"],
    [adminUsername, "1000", `home/${adminUsername}`],
  ].map(([name = "", id = "", home = ""]) => `${name}:x:${id}:${id}::${folder}/${home}:/bin/sh`);
  return {
    chown: "#!/bin/sh\nexit 0\n",
    getent: `#!/bin/sh
[ "$1" = passwd ] || exit 1
found=$(grep "^\${2:+$2:}" <<'END'
${users.join("\n")}
END
) || exit 2
printf '%s\\n' "$found"
`,
    runuser: `#!/bin/sh
# runuser -u <user> -- <command> [argument ...]
[ "$1" = -u ] && [ "$3" = -- ] || exit 1
getent passwd "$2" >/dev/null || { echo "runuser: user $2 does not exist" >&2; exit 1; }
shift 3
exec "$@"
`,
  };
}
