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
