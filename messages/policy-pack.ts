import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

const TO_STOP = 'To stop here instead, set unknownInPreview to "refuse"';
const REFUSED = 'The setting unknownInPreview: "refuse" stops here';

/** An instruction, and what `unknownInPreview` does about something that the pack does not see. */
function unseen(text: string, instruction: string, isRefused: boolean): string {
  return `${text} ${instruction}. ${isRefused ? REFUSED : TO_STOP}.`;
}

/**
 * What the policy pack reports about itself, and about trust policies that it does not see. `isRefused` is whether
 * `unknownInPreview` is `"refuse"`.
 */
export const POLICY_PACK = new Catalog({
  "trust-policy-unknown": entry({
    text: (role: string, isRefused: boolean) =>
      `Role ${role}: the preview does not know the trust policy, so it does not show whether an exact audience and an exact subject are pinned. ${
        isRefused
          ? 'Create what the policy is made of in an earlier stack. Or set unknownInPreview to "advise": the update then judges the policy before it creates the role.'
          : `The update judges the policy before it creates the role. ${TO_STOP}.`
      }`,
  }),
  "template-unknown": entry({
    text: (resource: string, isRefused: boolean) =>
      `${resource}: the preview does not know the template, so it judges no role in it. ${
        isRefused
          ? 'Create what the template is made of in an earlier stack. Or set unknownInPreview to "advise": the update then judges the template before it uses it.'
          : `The update judges the template before it uses it. ${TO_STOP}.`
      }`,
  }),
  "template-elsewhere": entry({
    text: (resource: string, isRefused: boolean) =>
      unseen(
        `${resource}: the template is at a URL, so no role in it is judged.`,
        "Pass it as templateBody",
        isRefused,
      ),
  }),
  "template-transformed": entry({
    text: (resource: string, isRefused: boolean) =>
      unseen(
        `${resource}: a transform of the template may add or change roles, which are not judged.`,
        "Pass the template as the transform returns it",
        isRefused,
      ),
  }),
  "template-outside": entry({
    text: (resource: string, isRefused: boolean) =>
      unseen(
        `${resource}: it creates resources from a template that this program does not hold, so no role in it is judged.`,
        "Judge that template with azure-to-aws judge",
        isRefused,
      ),
  }),
  "template-parameters-overridable": entry({
    text: (role: string, isRefused: boolean) =>
      unseen(
        `Role ${role}: the trust policy depends on parameters that an instance of the stack set can override. Only the instances in this program are judged.`,
        "Write the values into the template",
        isRefused,
      ),
  }),
  "provider-hidden": entry({
    text: (role: string, isRefused: boolean) =>
      unseen(
        `Role ${role}: only CloudFormation knows the provider. The audience and the subject are pinned, so no other provider can use the role.`,
        "Write the provider's ARN into the template",
        isRefused,
      ),
  }),
  "role-form-unread": entry({
    text: (resource: string, found: string, isRefused: boolean) =>
      unseen(
        `${resource} has ${found}, so no role in it is judged.`,
        "Give the role in a form that this pack reads (docs/reference/what-the-pack-cannot-see.md)",
        isRefused,
      ),
  }),
});

/**
 * Where the pack or `judge` has a value of a patch from, as a sentence after the patch.
 *
 * @param kind - What the value is, as far as the pack has judged the stack.
 */
export function knownValueText(
  kind: "client-id" | "application-id-uri" | "identity" | "principal-id",
  value: string,
  resource: string,
): string {
  switch (kind) {
    case "client-id":
      return `${quoted(value)} is the only client ID of the provider ${resource}.`;
    case "application-id-uri":
      return `${quoted(value)} is the only application ID URI so far in this stack, that of ${resource}.`;
    case "principal-id":
      return `${quoted(value)} is the principal ID of ${resource}, the only managed identity of its tenant in this state.`;
    case "identity":
      return `${resource} is the only managed identity so far in this stack.`;
  }
}

/** The replacement of a value of a condition, as a sentence with a space before it. Empty if the right value is not known. */
export function replacementPatchText(key: string, found: string, right: string | undefined): string {
  return right === undefined
    ? ""
    : ` Replace ${quoted(key)}: ${quoted(found)} with ${quoted(key)}: ${quoted(right)}.`;
}

/**
 * What `identity.principalId` is in an entry of `getPolicyDocument`, and what an output changes in the rest of the program.
 *
 * Source: the types of @pulumi/aws, "getPolicyDocument".
 */
export function outputCodeText(resource: string): string {
  return `Here identity is your resource ${resource}. Its principal ID is an output: call getPolicyDocumentOutput instead of getPolicyDocument, and set assumeRolePolicy to the json of its result, without await or then. In Python, call get_policy_document_output and write identity.principal_id. In YAML, write "\${identity.principalId}".`;
}

/** What to write in a trust policy in JSON in place of the string that stands for a principal ID. */
export function outputInJsonText(resource: string, standsFor: string): string {
  return `In place of ${quoted(standsFor)}, write the output identity.principalId, where identity is your resource ${resource}, and make the policy with pulumi.jsonStringify instead of JSON.stringify. In Python, write identity.principal_id and use pulumi.Output.json_dumps. In YAML, write "\${identity.principalId}" within fn::toJSON.`;
}

/** Where a rule is explained, and which resource is meant: the engine prints its type and name. The finding can be accepted by its
 * fingerprint. */
export function pageAndResourceText(page: string, urn: string, fingerprint: string | undefined): string {
  return `See ${page}. Resource: ${urn}.${fingerprint === undefined ? "" : ` Fingerprint: ${fingerprint}.`}`;
}

/** What follows a finding that somebody accepted until a day that is over. */
export function acceptanceEndedText(accepted: {
  readonly owner: string;
  readonly until: string;
  readonly reason: string;
}): string {
  return ` (${accepted.owner} accepted it until ${accepted.until}: ${accepted.reason})`;
}

/** The text of a finding of which one is accepted for the same resource, while parts of both are not known. */
export function maybeAcceptedText(finding: string): string {
  return `This finding may be accepted. The update compares it, when all parts are known: ${finding}`;
}
