import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

const AGAIN = "and export again";
const SEPARATE = "Import those of each into a separate federation.";
/**
 * What keeps exports from becoming a federation, and notes on the component that `import` prints. Problems of an exported file
 * follow its name.
 */
export const IMPORT = new Catalog({
  "import-part-missing": entry({
    text: (what: string, command: string) => `no ${what}. Export it with ${command}`,
  }),
  "import-part-several": entry({
    text: (count: number, what: string, command: string) =>
      `${count} ${what}s, and a federation has one. Export only that one, with ${command}`,
  }),
  "import-provider-not-entra": entry({
    text: (url: string) =>
      `the provider ${quoted(url)} is not of an Entra tenant. Expected a URL such as https://sts.windows.net/TENANT_ID/`,
  }),
  "import-provider-url-differs": entry({
    text: (url: string, expected: string) =>
      `the provider accepts no token: its URL differs from that of the tokens, and the component would replace it. Expected ${quoted(expected)}; got ${quoted(url)}. Create a provider with that URL, and export it`,
  }),
  "import-trust-not-pinned": entry({
    text: (role: string, provider: string) =>
      `role ${role} has no statement that pins aud and sub of the provider ${provider} to exact values. Correct the trust policy, ${AGAIN}`,
  }),
  "import-statement-further": entry({
    text: (role: string, statement: string) =>
      `role ${role} has a further statement: ${statement}. The next update would remove it, because the component writes one statement. Put its subjects into the statement of the identity, or move it to another role, ${AGAIN}`,
  }),
  "import-condition-unsupported": entry({
    text: (role: string, path: string, reason: string, condition: string) =>
      `role ${role} has a condition that the component cannot write: ${path} ${reason}. The condition is ${condition}. Correct the trust policy, ${AGAIN}`,
  }),
  "import-version-old": entry({
    text: (role: string, version: unknown, conditions: string) =>
      `role ${role} has a trust policy of version ${quoted(version)}, in which \${ is not a variable, and the component writes "2012-10-17". Remove it from ${conditions}, ${AGAIN}`,
  }),
  "import-actions-further": entry({
    text: (role: string, actions: string, action: string) =>
      `role ${role} allows ${actions}. Expected ${action} alone: the next update would remove the rest. Remove it, ${AGAIN}`,
  }),
  "import-principals-further": entry({
    text: (role: string, principals: string) =>
      `role ${role} trusts ${principals} in one statement. Expected one provider alone: the next update would lock out the others. Give them another role, ${AGAIN}`,
  }),
  "import-identity-missing": entry({
    text: (role: string, subjects: readonly string[]) =>
      `role ${role} trusts ${subjects.join(", ")}, and no exported identity has this principal ID. Export it with az identity show`,
  }),
  "import-identities-several": entry({
    text: (role: string, count: number) =>
      `role ${role} trusts ${count} of the exported identities, and a workload has one. Omit all but its own from the command line: the others become additionalSubjects`,
  }),
  "import-workload-unnamed": entry({
    text: (identity: string) =>
      `the workload of the identity ${identity} has no name. Give --workload NAME=${identity}`,
  }),
  "import-assignments-several": entry({
    text: (identity: string, count: number) =>
      `the identity ${identity} is assigned to ${count} app roles of the application, and a federation has one. Omit all assignments but that one`,
  }),
  "import-machines-several": entry({
    text: (identity: string, ids: readonly string[]) =>
      `the identity ${identity} is on ${ids.length} VMs, and a workload has one. Omit all but that one: ${ids.join(", ")}`,
  }),
  "import-machine-shared": entry({
    text: (id: string) =>
      `the VM ${id} has several workloads, each of which would write its whole AWS config. Omit the VM, and give it one GuestInstallation with a profile per workload`,
  }),
  "import-machine-elsewhere": entry({
    text: (machine: string, identity: string) =>
      `the VM ${machine} and the identity ${identity} are in different subscriptions, and a federation has one. Omit the VM`,
  }),
  "import-subject-invalid": entry({
    text: (role: string, subject: string, reasons: readonly string[]) =>
      `role ${role} trusts the subject ${quoted(subject)}, which no token of Entra has: it ${reasons.join("; ")}. Remove it from the trust policy, ${AGAIN}`,
  }),
  "import-place-differs": entry({
    text: (what: string, places: readonly string[], remedy?: string) =>
      `the identities have more than one ${what} (${places.join("; ")}), and a federation has one. ${remedy ?? SEPARATE.slice(0, -1)}`,
  }),
  "import-policy-missing": entry({
    text: (role: string, policy: string) =>
      `role ${role} has a policy ${policy}, and no file holds its document. Export it with aws iam get-role-policy --role-name ${role} --policy-name ${policy}`,
  }),
  "import-policy-name-reserved": entry({
    text: (role: string, policy: string) =>
      `role ${role} has a policy named ${policy}, the name that the component gives to the policy of a suspension. Rename it, ${AGAIN}`,
  }),
  "import-assignments-missing": entry({
    text: (command: string) => `no list of the app-role assignments. Export it with ${command}`,
  }),
  "import-assignments-of-another": entry({
    text: (id: string, command: string) =>
      `the list of the app-role assignments is not of the exported service principal ${id}. Export it with ${command}`,
  }),
  "import-assignments-incomplete": entry({
    text: (identities: readonly string[], link: string) =>
      `the list of the app-role assignments has a further page, which may hold those of ${identities.join(", ")}. Export it with az rest --url '${link}'`,
  }),
  "import-audiences-several": entry({
    text: (audiences: readonly string[]) =>
      `the roles trust ${audiences.length} audiences, and a federation has one: ${audiences.join(", ")}. ${SEPARATE.slice(0, -1)}`,
  }),
  "import-subjects-without-audience": entry({
    text: (role: string, subjects: readonly string[]) =>
      `role ${role} trusts the further subjects ${subjects.join(", ")}, and the provider lists none of their client IDs, so AWS refuses their v2 tokens. Remove them from the role, or add their client IDs to provider and role, ${AGAIN}`,
  }),
  "import-audiences-differ": entry({
    text: (role: string, audiences: readonly string[], expected: readonly string[]) =>
      `role ${role} trusts other audiences than the component would write. Expected ${expected.join(", ")}, the client IDs of its identities; got ${audiences.join(", ")}. Correct the role, ${AGAIN}`,
  }),
  "import-application-without-uri": entry({
    text: (id: string) =>
      `the application ${id} has no application ID URI, which tokens are requested for. Run az ad app update --id ${id} --identifier-uris api://${id}, ${AGAIN}`,
  }),
  "import-application-roles-several": entry({
    text: (id: string, roles: readonly string[]) =>
      `the identities are assigned to ${roles.length} app roles of the application ${id}, and a federation has one: ${roles.join(", ")}. ${SEPARATE.slice(0, -1)}`,
  }),
  "import-application-uris-several": entry({
    text: (id: string, audience: string, others: readonly string[]) =>
      `the application ${id} has the further application ID URIs ${others.join(", ")}, which the next update would remove. Run az ad app update --id ${id} --identifier-uris ${audience}, ${AGAIN}`,
  }),
  "import-names-collide": entry({
    text: (name: string) =>
      `two parts would both be named ${name} in the program. Give one of the workloads another name with --workload`,
  }),
  "import-note-adopted": entry({
    text: (commands: readonly string[], isOpen: boolean) =>
      `The application is adopted, and each preview refuses it until its owner has run at least: ${commands.join(" && ")}` +
      (isOpen
        ? ". From then on, only identities that are assigned to one of its app roles get tokens for it"
        : ""),
  }),
  "import-note-unassigned": entry({
    text: (identities: readonly string[], role: string | undefined, application: string) => {
      const [who, whom] =
        identities.length === 1
          ? [`The identity ${identities.join("")} is`, "it"]
          : [`The identities ${identities.join(", ")} are`, "them"];
      const assigned = `${who} not assigned to ${role === undefined ? "an app role" : `the app role ${role}`} of the application ${application}. The first pulumi up assigns ${whom}`;
      return role === undefined
        ? `${assigned}. Give the ID of that app role as appRoleId, unless its value is Aws.Federate`
        : assigned;
    },
  }),
  "import-note-provider-shared": entry({
    text: (audiences: readonly string[]) =>
      `The OpenID Connect provider lists further client IDs, ${audiences.join(", ")}: others use it too. retainOidcProviderOnDelete keeps it when the stack is destroyed, from the first pulumi up on, not before`,
  }),
  "import-note-uris-several": entry({
    text: (uris: readonly string[]) =>
      `The application has ${uris.length} application ID URIs. Workloads will request tokens for the first, ${uris[0] ?? ""}. If they use another one today, write that one: ${uris.slice(1).join(", ")}`,
  }),
});
