import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

const AGAIN = "and export again";
const SEPARATE = "Import those of each into a separate federation.";
const TAKE_OVER = "[Take over a hand-made set-up](../how-to/take-over-a-hand-made-setup.md)";

/**
 * What keeps exports from becoming a federation, and notes on the component that `import` prints. Problems of an exported file
 * follow its name.
 */
export const IMPORT = new Catalog("Importing", {
  "import-part-missing": entry({
    text: (what: string, command: string) => `no ${what}. Export it with ${command}`,
    sample: ["application", "az ad app show --id <audience>"],
    cause: "A federation needs this part, and no exported file holds it.",
    fix: "Run the command of the message, and add the file to the command line.",
  }),
  "import-part-several": entry({
    text: (count: number, what: string, command: string) =>
      `${count} ${what}s, and a federation has one. Export only that one, with ${command}`,
    sample: [2, "application", "az ad app show --id <audience>"],
    cause: "The exports are of several federations, or the same part was exported twice.",
    fix: "Remove the files of the other federations from the command line.",
  }),
  "import-provider-not-entra": entry({
    text: (url: string) =>
      `the provider ${quoted(url)} is not of an Entra tenant. Expected a URL such as https://sts.windows.net/TENANT_ID/`,
    sample: ["token.actions.githubusercontent.com"],
    cause: "The component creates providers of Entra tenants only.",
    fix: "Export the provider of the tenant: `aws iam list-open-id-connect-providers` lists them.",
  }),
  "import-provider-url-differs": entry({
    text: (url: string, expected: string) =>
      `the provider accepts no token: its URL differs from that of the tokens, and the component would replace it. Expected ${quoted(expected)}; got ${quoted(url)}. Create a provider with that URL, and export it`,
    sample: [
      "sts.windows.net/11111111-2222-3333-4444-555555555555",
      "sts.windows.net/11111111-2222-3333-4444-555555555555/",
    ],
    cause: "AWS compares the URL with the issuer of the token to the letter, slash included.",
    fix: "Create a provider with the expected URL: `aws iam create-open-id-connect-provider`. Then export it.",
  }),
  "import-trust-not-pinned": entry({
    text: (role: string, provider: string) =>
      `role ${role} has no statement that pins aud and sub of the provider ${provider} to exact values. Correct the trust policy, ${AGAIN}`,
    sample: ["azure-orders", "sts.windows.net/11111111-2222-3333-4444-555555555555/"],
    cause: "The component writes exact values. A wider trust policy would be narrowed by the next update.",
    fix: "Run `npx --no -- azure-to-aws judge role.json`, which shows what to write.",
  }),
  "import-statement-further": entry({
    text: (role: string, statement: string) =>
      `role ${role} has a further statement: ${statement}. The next update would remove it, because the component writes one statement. Put its subjects into the statement of the identity, or move it to another role, ${AGAIN}`,
    sample: [
      "azure-orders",
      '{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}',
    ],
    cause: "The component writes the whole trust policy, with one statement.",
    fix: "Move the statement to another role, or put its subjects into the statement of the identity.",
  }),
  "import-condition-unsupported": entry({
    text: (role: string, path: string, reason: string, condition: string) =>
      `role ${role} has a condition that the component cannot write: ${path} ${reason}. The condition is ${condition}. Correct the trust policy, ${AGAIN}`,
    sample: [
      "azure-orders",
      "StringEqualsIfExists",
      "does not narrow: it is true of a request without the key",
      '{"StringEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"}}',
    ],
    cause: "The component writes only conditions that narrow the trust.",
    fix: "Change the condition in the trust policy: `aws iam update-assume-role-policy`. Then export the role again.",
  }),
  "import-version-old": entry({
    text: (role: string, version: unknown, conditions: string) =>
      `role ${role} has a trust policy of version ${quoted(version)}, in which \${ is not a variable, and the component writes "2012-10-17". Remove it from ${conditions}, ${AGAIN}`,
    sample: ["azure-orders", "2008-10-17", '{"StringLike":{"aws:PrincipalTag/team":["${x}"]}}'],
    cause: "The same text means something else in the newer version of the policy language.",
    fix: "Remove the variable from the trust policy, and export the role again.",
  }),
  "import-actions-further": entry({
    text: (role: string, actions: string, action: string) =>
      `role ${role} allows ${actions}. Expected ${action} alone: the next update would remove the rest. Remove it, ${AGAIN}`,
    sample: [
      "azure-orders",
      '["sts:AssumeRoleWithWebIdentity","sts:TagSession"]',
      "sts:AssumeRoleWithWebIdentity",
    ],
    cause: "A role of the component allows one action only.",
    fix: "Remove the other actions from the trust policy, or move them to another role.",
  }),
  "import-principals-further": entry({
    text: (role: string, principals: string) =>
      `role ${role} trusts ${principals} in one statement. Expected one provider alone: the next update would lock out the others. Give them another role, ${AGAIN}`,
    sample: [
      "azure-orders",
      '{"AWS":"111122223333","Federated":"arn:aws:iam::111122223333:oidc-provider/x"}',
    ],
    cause: "A role of the component trusts one provider only.",
    fix: "Create a second role for the other principals, and remove them from this one.",
  }),
  "import-identity-missing": entry({
    text: (role: string, subjects: readonly string[]) =>
      `role ${role} trusts ${subjects.join(", ")}, and no exported identity has this principal ID. Export it with az identity show`,
    sample: ["azure-orders", ["66666666-7777-8888-9999-000000000000"]],
    cause: "A workload needs the managed identity that its role trusts.",
    fix: "Find the identity: `az identity list --query \"[?principalId=='PRINCIPAL_ID'].id\"`. Then export it.",
  }),
  "import-identities-several": entry({
    text: (role: string, count: number) =>
      `role ${role} trusts ${count} of the exported identities, and a workload has one. Omit all but its own from the command line: the others become additionalSubjects`,
    sample: ["azure-orders", 2],
    cause: "A workload has one identity. Other subjects of its role are arguments.",
    fix: "Remove the files of the other identities from the command line.",
  }),
  "import-workload-unnamed": entry({
    text: (identity: string) =>
      `the workload of the identity ${identity} has no name. Give --workload NAME=${identity}`,
    sample: ["orders-identity"],
    cause: "No `--workload` names this identity.",
    fix: "Add `--workload NAME=IDENTITY`, with the name, principal ID, or client ID of the identity.",
  }),
  "import-assignments-several": entry({
    text: (identity: string, count: number) =>
      `the identity ${identity} is assigned to ${count} app roles of the application, and a federation has one. Omit all assignments but that one`,
    sample: ["orders-identity", 2],
    cause: "The component assigns each identity to one app role.",
    fix: "Keep the assignment that AWS needs in the exported file, and remove the others from it.",
  }),
  "import-machines-several": entry({
    text: (identity: string, ids: readonly string[]) =>
      `the identity ${identity} is on ${ids.length} VMs, and a workload has one. Omit all but that one: ${ids.join(", ")}`,
    sample: ["orders-identity", ["vm-1", "vm-2"]],
    cause: "A workload of the component has at most one VM.",
    fix: "Remove the files of the other VMs from the command line. `GuestInstallation` serves them.",
  }),
  "import-machine-shared": entry({
    text: (id: string) =>
      `the VM ${id} has several workloads, each of which would write its whole AWS config. Omit the VM, and give it one GuestInstallation with a profile per workload`,
    sample: ["/subscriptions/…/virtualMachines/orders"],
    cause: "Each installation writes the whole AWS config of its VM.",
    fix: "Remove the file of the VM from the command line. Declare one `GuestInstallation` with a profile per workload.",
  }),
  "import-machine-elsewhere": entry({
    text: (machine: string, identity: string) =>
      `the VM ${machine} and the identity ${identity} are in different subscriptions, and a federation has one. Omit the VM`,
    sample: ["/subscriptions/…/virtualMachines/orders", "/subscriptions/…/userAssignedIdentities/orders"],
    cause: "A federation creates everything in Azure in one subscription.",
    fix: "Remove the file of the VM from the command line.",
  }),
  "import-subject-invalid": entry({
    text: (role: string, subject: string, reasons: readonly string[]) =>
      `role ${role} trusts the subject ${quoted(subject)}, which no token of Entra has: it ${reasons.join("; ")}. Remove it from the trust policy, ${AGAIN}`,
    sample: ["azure-orders", "orders", ["must be the object ID (principal ID) of an identity"]],
    cause: "The subject of a managed identity is its principal ID. The component accepts nothing else.",
    fix: "Remove the subject from the trust policy: `aws iam update-assume-role-policy`. Then export the role again.",
  }),
  "import-place-differs": entry({
    text: (what: string, places: readonly string[], remedy?: string) =>
      `the identities have more than one ${what} (${places.join("; ")}), and a federation has one. ${remedy ?? SEPARATE.slice(0, -1)}`,
    sample: ["location", ["orders: westeurope", "batch: northeurope"]],
    cause: "All workloads of one federation share subscription, resource group, location, and tags in Azure.",
    fix: `${SEPARATE} For tags, give all identities the same.`,
  }),
  "import-policy-missing": entry({
    text: (role: string, policy: string) =>
      `role ${role} has a policy ${policy}, and no file holds its document. Export it with aws iam get-role-policy --role-name ${role} --policy-name ${policy}`,
    sample: ["azure-orders", "read-orders"],
    cause: "The list of the role's inline policies names a policy that was not exported.",
    fix: "Run the command of the message, and add the file to the command line.",
  }),
  "import-policy-name-reserved": entry({
    text: (role: string, policy: string) =>
      `role ${role} has a policy named ${policy}, the name that the component gives to the policy of a suspension. Rename it, ${AGAIN}`,
    sample: ["azure-orders", "suspended"],
    cause: "`suspend` and the component write an inline policy with this name.",
    fix: "If the role is suspended, resume it: `npx --no -- azure-to-aws resume ROLE`. Otherwise put the policy under another name.",
  }),
  "import-assignments-missing": entry({
    text: (command: string) => `no list of the app-role assignments. Export it with ${command}`,
    sample: [
      'az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/<object ID>/appRoleAssignedTo"',
    ],
    cause:
      "Without the list, the next update would create assignments that exist, and Entra would refuse them.",
    fix: "Run the command of the message, and add the file to the command line.",
  }),
  "import-assignments-of-another": entry({
    text: (id: string, command: string) =>
      `the list of the app-role assignments is not of the exported service principal ${id}. Export it with ${command}`,
    sample: [
      "66666666-7777-8888-9999-000000000000",
      'az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/66666666-7777-8888-9999-000000000000/appRoleAssignedTo"',
    ],
    cause: "The two exports are of different applications.",
    fix: "Run the command of the message, and replace the file.",
  }),
  "import-assignments-incomplete": entry({
    text: (identities: readonly string[], link: string) =>
      `the list of the app-role assignments has a further page, which may hold those of ${identities.join(", ")}. Export it with az rest --url '${link}'`,
    sample: [
      ["orders-identity"],
      "https://graph.microsoft.com/v1.0/servicePrincipals/66666666-7777-8888-9999-000000000000/appRoleAssignedTo?$skiptoken=x",
    ],
    cause: "Microsoft Graph returns long lists in pages.",
    fix: "Run the command of the message, and add the file to the command line.",
  }),
  "import-audiences-several": entry({
    text: (audiences: readonly string[]) =>
      `the roles trust ${audiences.length} audiences, and a federation has one: ${audiences.join(", ")}. ${SEPARATE.slice(0, -1)}`,
    sample: [["api://orders", "api://batch"]],
    cause: "With v1 tokens, all workloads of a federation have the same audience.",
    fix: SEPARATE,
  }),
  "import-subjects-without-audience": entry({
    text: (role: string, subjects: readonly string[]) =>
      `role ${role} trusts the further subjects ${subjects.join(", ")}, and the provider lists none of their client IDs, so AWS refuses their v2 tokens. Remove them from the role, or add their client IDs to provider and role, ${AGAIN}`,
    sample: ["azure-orders", ["66666666-7777-8888-9999-000000000000"]],
    cause: "The audience of a v2 token is the client ID of the identity. The provider must list it.",
    fix: "Add the client ID: `aws iam add-client-id-to-open-id-connect-provider`. Or remove the subject from the role.",
  }),
  "import-audiences-differ": entry({
    text: (role: string, audiences: readonly string[], expected: readonly string[]) =>
      `role ${role} trusts other audiences than the component would write. Expected ${expected.join(", ")}, the client IDs of its identities; got ${audiences.join(", ")}. Correct the role, ${AGAIN}`,
    sample: ["azure-orders", ["api://orders"], ["66666666-7777-8888-9999-000000000000"]],
    cause: "With v2 tokens, AWS compares the client ID of the identity.",
    fix: "Write the expected values into the trust policy: `aws iam update-assume-role-policy`. Then export the role again.",
  }),
  "import-application-without-uri": entry({
    text: (id: string) =>
      `the application ${id} has no application ID URI, which tokens are requested for. Run az ad app update --id ${id} --identifier-uris api://${id}, ${AGAIN}`,
    sample: ["66666666-7777-8888-9999-000000000000"],
    cause: "Workloads request tokens for the application ID URI.",
    fix: "Run the command of the message, and export the application again.",
  }),
  "import-application-roles-several": entry({
    text: (id: string, roles: readonly string[]) =>
      `the identities are assigned to ${roles.length} app roles of the application ${id}, and a federation has one: ${roles.join(", ")}. ${SEPARATE.slice(0, -1)}`,
    sample: [
      "66666666-7777-8888-9999-000000000000",
      ["11111111-2222-3333-4444-555555555555", "22222222-3333-4444-5555-666666666666"],
    ],
    cause: "A federation assigns all its identities to the same app role.",
    fix: SEPARATE,
  }),
  "import-application-uris-several": entry({
    text: (id: string, audience: string, others: readonly string[]) =>
      `the application ${id} has the further application ID URIs ${others.join(", ")}, which the next update would remove. Run az ad app update --id ${id} --identifier-uris ${audience}, ${AGAIN}`,
    sample: ["66666666-7777-8888-9999-000000000000", "api://orders", ["api://old-orders"]],
    cause:
      "An application of the component has one URI. Clients that request tokens for another one would fail.",
    fix: "Check that no client uses the other URIs. Then run the command of the message, and export the application again.",
  }),
  "import-names-collide": entry({
    text: (name: string) =>
      `two parts would both be named ${name} in the program. Give one of the workloads another name with --workload`,
    sample: ["azure-orders-batch"],
    cause: "Names in the program join the names of component, workload, and part with hyphens.",
    fix: "Choose another name for one of the two workloads.",
  }),
  "import-note-adopted": entry({
    text: (commands: readonly string[], isOpen: boolean) =>
      `The application is adopted, and each preview refuses it until its owner has run at least: ${commands.join(" && ")}` +
      (isOpen
        ? ". From then on, only identities that are assigned to one of its app roles get tokens for it"
        : ""),
    sample: [["az ad sp update --id CLIENT_ID --set appRoleAssignmentRequired=true"], true],
    cause: "The application has another app role than the component's, so the component does not own it.",
    fix: `Ask the owner of the application to run the commands. ${TAKE_OVER} describes the steps.`,
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
    sample: [["orders-identity"], undefined, "66666666-7777-8888-9999-000000000000"],
    cause: "The exported list has no assignment of this identity.",
    fix: "Nothing, if the first `pulumi up` may assign it. Check the preview.",
  }),
  "import-note-provider-shared": entry({
    text: (audiences: readonly string[]) =>
      `The OpenID Connect provider lists further client IDs, ${audiences.join(", ")}: others use it too. retainOidcProviderOnDelete keeps it when the stack is destroyed, from the first pulumi up on, not before`,
    sample: [["api://batch"]],
    cause: "An account has one provider per tenant, which several teams may use.",
    fix: "Run `pulumi up` before anything destroys the stack.",
  }),
  "import-note-uris-several": entry({
    text: (uris: readonly string[]) =>
      `The application has ${uris.length} application ID URIs. Workloads will request tokens for the first, ${uris[0] ?? ""}. If they use another one today, write that one: ${uris.slice(1).join(", ")}`,
    sample: [["api://orders", "api://old-orders"]],
    cause: "The component requests tokens for one application ID URI.",
    fix: "Set `audience` in the printed component to the URI that clients use today.",
  }),
});
