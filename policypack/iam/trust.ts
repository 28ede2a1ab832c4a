import { pulumiCarrier } from "../../policy-sources";
import {
  hasMarks,
  judgePartialPolicy,
  type PartialVerdict,
  recognizeEntraIssuer,
  type TrustGrant,
} from "../../trust";
import { remembered } from "../engine/remembered";
import type { SeenResource, StackResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import type { IamObject } from "./iam-object";

/** The trust policy of an object that has one, with marks for what is unknown; `undefined` for one that has none. */
export function trustDocument({ properties }: IamObject): unknown {
  return properties.AssumeRolePolicyDocument ?? undefined;
}

/** The verdict on an object's trust policy by default options. */
export const trustVerdict = remembered((object: IamObject): PartialVerdict =>
  judgePartialPolicy(trustDocument(object)),
);

/** What a role's trust policy grants to OpenID Connect identities, as far as it is known. */
export function grantsOf(object: IamObject): readonly TrustGrant[] {
  return trustDocument(object) === undefined ? [] : trustVerdict(object).grants;
}

/** Whether any OpenID Connect identity can be let in by a role's trust policy. */
export function isFederated(object: IamObject): boolean {
  return grantsOf(object).length > 0;
}

/** Whether identities of an Entra tenant can be let in by a role's trust policy. */
export function trustsEntra(object: IamObject): boolean {
  return grantsOf(object).some(
    ({ provider }) => provider === "*" || recognizeEntraIssuer(provider) !== undefined,
  );
}

/**
 * The roles of a stack that identities of an Entra tenant can assume. A role whose trust policy is not known yet is
 * among them if the policy is made of an Entra provider's outputs.
 */
export function rolesTrustingEntra(objects: readonly IamObject[]): IamObject[] {
  const providers = objects.filter(isEntraProvider).map(({ holder }) => holder);
  return objects.filter(
    (object) =>
      trustsEntra(object) ||
      (hasMarks(trustDocument(object)) &&
        sourcesOf(object.holder, pulumiCarrier(object.holder.type)?.property ?? "").some((source) =>
          providers.includes(source),
        )),
  );
}

/** The resources of whose outputs a property is made, as far as the resource is seen in a stack. */
export function sourcesOf(resource: SeenResource, property: string): readonly SeenResource[] {
  return "madeOf" in resource ? (resource as StackResource).madeOf(property) : [];
}

/** Hosts of Entra's issuers in all clouds, for names that are not well-formed enough to be recognized. */
const ENTRA_HOST =
  /(sts\.windows\.net|login\.microsoftonline\.(com|us)|sts\.chinacloudapi\.cn|login\.partner\.microsoftonline\.cn)/i;

/** Whether an object is an OpenID Connect provider whose URL speaks of Entra, well-formed or not. */
export function isEntraProvider({ type, properties: { Url: url } }: IamObject): boolean {
  return type === "AWS::IAM::OIDCProvider" && knownStrings(url).some((text) => ENTRA_HOST.test(text));
}
