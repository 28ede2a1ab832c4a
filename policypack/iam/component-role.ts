import {
  buildTrustPolicy,
  hasMark,
  isMark,
  itemsOf,
  oidcProviderName,
  type TrustRule,
  unknownMark,
} from "../../trust";
import { remembered } from "../engine/remembered";
import type { SeenResource } from "../engine/seen-resource";
import type { IamObject } from "./iam-object";

/** Type token of this package's component for a role, which gets its trust in parts. */
const FEDERATED_ROLE = "azure-to-aws-federation:index:FederatedRole";
const ROLE = "aws:iam/role:Role";

/** What the component appends to its own name. */
const SUFFIX = "-role";

/** The arguments from which the component builds what a rule is about. */
export const ARGUMENTS: Readonly<Partial<Record<TrustRule, string>>> = {
  "oidc-trust-requires-audience": "audiences",
  "oidc-trust-audience-beside-subject": "audiences",
  "oidc-trust-requires-subject": "subjects",
};

/** Whether a resource is this package's `FederatedRole`. */
export function isComponent({ type }: Pick<SeenResource, "type">): boolean {
  return type === FEDERATED_ROLE;
}

/**
 * The role that this package's `FederatedRole` will create, with the trust policy that it builds from its arguments: in a first preview
 * the role's own policy is not known. A mark stands for each value that is not known yet.
 *
 * @returns `undefined` for any other resource, and if the component refuses the issuer.
 */
export const componentRole = remembered((resource: SeenResource): IamObject | undefined => {
  if (!isComponent(resource)) {
    return undefined;
  }
  const issuer = String(resource.get("issuer"));
  const arn = resource.get("oidcProviderArn");
  try {
    const url = isMark(issuer) ? `https://${issuer}` : issuer;
    const trust = buildTrustPolicy({
      issuer: url,
      oidcProviderArn: typeof arn === "string" && !hasMark(arn) ? arn : providerOf(url),
      audiences: textsIn(resource.get("audiences")),
      subjects: textsIn(resource.get("subjects")),
    });
    const properties = { AssumeRolePolicyDocument: trust, RoleName: resource.get("roleName") };
    return { holder: resource, name: resource.name, place: "", type: "AWS::IAM::Role", properties };
  } catch (error) {
    if (error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
});

/** The ARN of the issuer's provider in an account that is not known: any other provider lets nobody in. */
function providerOf(issuer: string): string {
  return `arn:${unknownMark("partition")}:iam::${unknownMark("account")}:oidc-provider/${oidcProviderName(issuer)}`;
}

/** The values of a claim. No value, and one of another type, is an empty string here: no token has it. */
function textsIn(value: unknown): readonly string[] {
  if (isMark(value)) {
    return [value];
  }
  const texts = itemsOf(value).map((item) => (typeof item === "string" ? item : ""));
  return texts.length === 0 ? [""] : texts;
}

/**
 * Whether a role is the one that this package's `FederatedRole` creates. Its trust policy is judged by the component's own
 * inputs while it is not known itself. Anything else below such a component is judged as any other role.
 *
 * @param earlier - The resources that were judged before the role: its parent is among them.
 */
export function isRoleOfComponent({ urn, name }: SeenResource, earlier: Iterable<SeenResource>): boolean {
  const [stack, project, path = ""] = urn.split("::");
  const types = path.split("$");
  if (types.at(-1) !== ROLE || types.at(-2) !== FEDERATED_ROLE || !name.endsWith(SUFFIX)) {
    return false;
  }
  const parent = [stack, project, types.slice(0, -1).join("$"), name.slice(0, -SUFFIX.length)].join("::");
  return [...earlier].some((resource) => resource.urn === parent && componentRole(resource) !== undefined);
}
