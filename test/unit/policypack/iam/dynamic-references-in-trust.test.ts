/** Dynamic references of CloudFormation in trust policies: what they resolve to decides who can assume the role. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { type WrittenText, writtenText } from "../../policy-sources/cloudformation/resolved-text";
import { AUD, AUDIENCE, PROVIDER_ARN, SUB, SUBJECT } from "../../trust/entra-policy";
import { type TestedResource, validateResource } from "../validate";

const REFERENCE = "{{resolve:ssm:/sub:1}}";

/** A template with a role whose subject is written in some way. */
function template({ value, parameters, mappings }: WrittenText): Record<string, unknown> {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: PROVIDER_ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: value } },
  };
  const document = { Version: "2012-10-17", Statement: [statement] };
  return {
    Parameters: parameters,
    Mappings: mappings,
    Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
  };
}

const holders: [title: string, of: (text: WrittenText) => Omit<TestedResource, "name">][] = [
  [
    "a stack",
    (text) => ({
      type: "aws:cloudformation/stack:Stack",
      props: { templateBody: JSON.stringify(template(text)), parameters: text.given },
    }),
  ],
  [
    "a stack set",
    (text) => ({
      type: "aws:cloudformation/stackSet:StackSet",
      props: { templateBody: JSON.stringify(template(text)), parameters: text.given },
    }),
  ],
  [
    "a stack of the native provider",
    (text) => ({
      type: "aws-native:cloudformation:Stack",
      props: { templateBody: template(text), parameters: text.given },
    }),
  ],
  [
    "a stack of Cloud Control",
    (text) => ({
      type: "aws:cloudcontrol/resource:Resource",
      props: {
        typeName: "AWS::CloudFormation::Stack",
        desiredState: JSON.stringify({
          TemplateBody: JSON.stringify(template(text)),
          Parameters: Object.entries(text.given).map(([ParameterKey, ParameterValue]) => ({
            ParameterKey,
            ParameterValue,
          })),
        }),
      },
    }),
  ],
];

async function violations(resource: Omit<TestedResource, "name">): Promise<readonly string[]> {
  return (await validateResource(oidcTrustRequiresSubject, { ...resource, name: "app" })).violations;
}

describe("a dynamic reference for the subject", () => {
  for (const [title, of] of holders) {
    it(`is refused in ${title}, however it is put together`, async () => {
      const property = fc.asyncProperty(writtenText(REFERENCE), async (text) => {
        assert.notDeepEqual(await violations(of(text)), []);
      });
      await fc.assert(property, { numRuns: 60, seed: 20_261_130 });
    });

    it(`is the only reason to refuse such a role in ${title}`, async () => {
      const property = fc.asyncProperty(writtenText(SUBJECT), async (text) => {
        assert.deepEqual(await violations(of(text)), []);
      });
      await fc.assert(property, { numRuns: 60, seed: 20_261_130 });
    });
  }
});
