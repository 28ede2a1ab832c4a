import { coded, quoted } from "../../messages";
import { hasMark } from "../../trust";
import { nist } from "../engine/controls";
import { type RuleDefinition, type RuleFinding, unknownFinding, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import { FEDERATED_CREDENTIALS } from "../stack/entra-types";
import { federationOf } from "../stack/federation-of-stack";

/** An outside identity that may sign in as a federated identity. */
interface AllowedCredential {
  readonly issuer: string;
  readonly subject: string;
}

interface Config extends ScopeConfig {
  /** Credentials that are accepted. Default is none. */
  readonly allowed?: readonly AllowedCredential[];
}

/** Refuses federated identity credentials by which an outside issuer gets tokens with a federated subject. */
export const federatedIdentityIsExclusive: RuleDefinition<Config> = {
  name: "federated-identity-is-exclusive",
  displayName: "Federated identity is exclusive",
  description:
    "No workload of an outside issuer can sign in as a managed identity or application that is federated with AWS, unless it is listed.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "entra", "identity"],
  framework: nist("AC-2", "IA-9"),
  otherControls: { iso27001: "A.5.16, A.5.18" },
  remediationSteps:
    "Remove the federated identity credential, or give the outside workload a separate identity and role. " +
    "If you want the credential, list its issuer and subject in allowed.",
  looksAt:
    "federated identity credentials of managed identities and applications that are connected to an Entra provider or role of the stack; with `scope: all`, every one",
  configuration: {
    ...scopeSchema,
    allowed: {
      type: "array",
      description: "Federated identity credentials that are accepted, with exact values.",
      items: {
        type: "object",
        required: ["issuer", "subject"],
        additionalProperties: false,
        properties: {
          issuer: { type: "string", description: "The outside issuer's URL." },
          subject: {
            type: "string",
            description: "The outside identity's subject, or the matching expression.",
          },
        },
      },
    },
  },
  *judgeResource(resource, config) {
    if (FEDERATED_CREDENTIALS.has(resource.type) && (config.scope === "all" || isOwn(resource))) {
      yield* judge(resource, config);
    }
  },
  *judgeStack(stack, config) {
    const { identities, applications } = federationOf(stack);
    const owners = [...identities, ...applications];
    for (const resource of stack) {
      const properties = FEDERATED_CREDENTIALS.get(resource.type);
      const sources = properties?.flatMap((property) => resource.madeOf(property)) ?? [];
      if (
        properties !== undefined &&
        owners.some((owner) => sources.includes(owner) || isNamed(resource, owner))
      ) {
        yield* judge(resource.before, config);
      }
    }
  },
};

/** Whether a credential names its identity by a string that the program has from elsewhere: by its name or ID. */
function isNamed(resource: SeenResource, owner: SeenResource): boolean {
  const named = (property: string, theirs: string): boolean =>
    knownStrings(resource.get(property)).some((text) => knownStrings(owner.get(theirs)).includes(text));
  return named("resourceName", "name") || named("parentId", "id");
}

function* judge(resource: SeenResource, { allowed = [] }: Config): Iterable<RuleFinding> {
  const issuer = resource.get("issuer");
  const subject = resource.get("subject") ?? resource.get("claimsMatchingExpression");
  if (hasMark(issuer) || hasMark(subject)) {
    const message = coded(
      "federated-credential-unknown",
      `Federated identity credential ${resource.name}: the preview does not know the issuer or the subject. The update judges it.`,
    );
    yield unknownFinding(resource, message, false);
  } else if (!allowed.some((entry) => entry.issuer === issuer && entry.subject === subject)) {
    const message = coded(
      "federated-credential-not-allowed",
      `Federated identity credential ${resource.name}: ${quoted(subject)} of the issuer ${quoted(issuer)} can sign in as an identity that is federated with AWS. It gets tokens with the same sub. Expected a separate identity, or an entry in allowed.`,
    );
    yield violation(resource, message, issuer, subject);
  }
}
