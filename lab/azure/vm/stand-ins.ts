/** Programs that a machine has in place of those that would need to be root, or would look outside its folder or its network. */

/**
 * Scripts by the name of the program. The SSH client asks the machine's way out whether the lab's network lets it through, and has no
 * key. All files and processes belong to the user who runs the lab. So changing a file's owner
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
    ssh: `#!/bin/bash
# ssh [-o <option>] ... <user>@<address> [<command>]
while [ "$1" = -o ]; do shift 2; done
to="\${1#*@}"
gateway="\${AWS_ENDPOINT_URL#http://}"
exec 3<>"/dev/tcp/\${gateway%:*}/\${gateway##*:}" || exit 255
printf 'CONNECT %s:22 HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n' "$to" "$to" >&3
read -r _ status _ <&3
if [ "$status" = 200 ]; then
  echo "$1: Permission denied (publickey)." >&2
else
  echo "ssh: connect to host $to port 22: Connection timed out" >&2
fi
exit 255
`,
  };
}
