import { Catalog, entry } from "../catalog";
const SEPARATE = "Import those of each into a separate federation.";
/**
 * What keeps exports from becoming a federation, and notes on the component that `import` prints. Problems of an exported file
 * follow its name.
 */
export const IMPORT = new Catalog({
  "import-part-missing": entry({
    text: (what: string, command: string) => `no ${what}. Export it with ${command}`,
  }),
  "import-application-roles-several": entry({
    text: (id: string, roles: readonly string[]) =>
      `the identities are assigned to ${roles.length} app roles of the application ${id}, and a federation has one: ${roles.join(", ")}. ${SEPARATE.slice(0, -1)}`,
  }),
  "import-note-unassigned": entry({
    text: (identities: readonly string[], role: string | undefined, application: string) => {
      const [subject, object] =
        identities.length === 1
          ? [`The identity ${identities.join("")} is`, "it"]
          : [`The identities ${identities.join(", ")} are`, "them"];
      const assigned = `${subject} not assigned to ${role === undefined ? "an app role" : `the app role ${role}`} of the application ${application}. The first pulumi up assigns ${object}`;
      return role === undefined
        ? `${assigned}. Give the ID of that app role as appRoleId, unless its value is Aws.Federate`
        : assigned;
    },
  }),
});
