/** A user of a Linux VM (useradd(8)); unlike an administrator's, any name that the VM has. */
export function linuxUser(value: string): readonly string[] {
  return /^[a-z_][a-z0-9_-]{0,31}$/.test(value)
    ? []
    : [
        "must be a Linux user name: 1 to 32 lower-case letters, digits, _ and -, beginning with a letter or _",
      ];
}
