import { quoted } from "./wording";

/** What to know about a file that was judged, without an effect on the outcome. Sentences. */
export const REMARKS = {
  comments: () => "It is JSON with comments or trailing commas. They are ignored here; IAM rejects them.",
  unchangedLeftOut: (count: number) =>
    `The preview leaves out ${count} unchanged ${count === 1 ? "resource" : "resources"}. Add --show-sames to pulumi preview, or judge a plan that --save-plan writes.`,
  assumed: (role: string, assumptions: readonly string[]) =>
    `${role}: this verdict assumes ${assumptions.join(", ")}. With another value it can differ.`,
  terraformUnread: (file: string) =>
    `${file} in this folder is not valid Terraform source. What it declares is unknown.`,
};

/** Why a file was skipped. To be read after its name and a colon. */
export const SKIPPED = {
  empty: () => "an empty file",
  binary: () => "not text",
  link: () => "a link, which is not followed",
  notRegular: () => "not a regular file",
  withoutRole: () => "no role, policy, or template in it",
  otherKind: () => "a file of another kind",
  notParsed: () => "neither JSON nor YAML",
  templated: () => "it mentions a role, but another program fills it in first",
  tooLarge: (most: number) => `larger than ${most} bytes`,
};

/** What may hold roles but is not part of a file. Sentences. */
export const GAPS = {
  template: (holder: string) => `${holder}: its template is not part of this file.`,
  resources: (holder: string) => `${holder}: its resources are not part of this file.`,
  notReadInSource: (resource: string) =>
    `${resource}: its template or properties are not read in Terraform source.`,
  elsewhere: (holder: string, what: string) => `${holder}: it has ${what}, which is not part of this file.`,
  sensitive: (holder: string) =>
    `${holder}: it refers to templates or resources that are not part of this file.`,
};

/** What lies elsewhere, for {@link GAPS} and the policy pack. To be read after "has". */
export const ELSEWHERE = {
  repository: () => "a template that AWS keeps in a repository or a catalog",
  url: () => "a template that is fetched from a URL",
};

/** Parts of a file that cannot be read. To be read after "depends on" and after "has". */
export const UNREAD = {
  template: () => "a template that cannot be read",
  templateThat: (why: string) => `a template that ${why}`,
  templatesTooDeep: (deepest: number) => `a template that is within more than ${deepest} others`,
  transform: (name: string) => `what the transform ${name} adds or changes`,
  generated: (name: string) => `resources from ${name}`,
  withoutType: (logicalId: string) => `a resource ${logicalId} without a literal Type`,
  generatedParts: (logicalId: string, call: string) => `a resource ${logicalId} with parts from ${call}`,
  tooDeep: () => "values that are nested too deeply to be read",
  notKnownYet: () => "properties that are not known yet",
  noJsonPolicy: (place: string) => `a property ${place} that is not a trust policy in JSON`,
  text: (place: string, why: string) => `a string${place === "" ? "" : ` ${place}`} that ${why}`,
  propertiesNotJson: () => "properties that are not valid JSON",
  propertiesTwice: (name: string) => `properties with the member ${quoted(name)} twice in one object`,
  propertiesNoObject: () => "properties that are not an object",
  manifestText: () => "a string that holds a role, such as a template",
};

/** Why a string cannot be read. To be read after "that". */
export const UNREADABLE_TEXT = {
  memberTwice: (name: string) => `has the member ${quoted(name)} twice in one object`,
  neither: () => "mentions a trust policy and is neither JSON nor YAML",
};

/** Values that a file does not show, and on which a verdict depends. To be read after "depends on values …:". */
export const OPEN_VALUES = {
  clientId: () => "a client ID that is not a string",
  stackSetParameters: () => "the parameters of the stack set",
  missingProperty: (property: string) => `${property}, which this block does not have`,
  dynamic: (block: string, collection: string) => `dynamic ${block} blocks for ${collection}`,
  override: (files: readonly string[]) => `how ${files.join(", ")} changes this module`,
  tooLarge: () => "a value that is too large",
  merged: () => "other documents that are merged into this one",
  objectNames: () => "an object whose names are unknown",
  nameTwice: (name: string | undefined) =>
    name === undefined ? "an object with a name twice" : `an object with the name ${name} twice`,
  alias: () => "a YAML alias",
  manifestPolicy: () => "the trust policy, which this manifest does not have",
  nextPage: () => "the roles on the answer's next page",
  afterApply: () => "known after apply",
  sensitive: () => "a sensitive value",
  beyondPlanError: () => "what the plan would have had beyond the error that ended it",
  pulumiUnknown: () => "a value that Pulumi does not know yet",
  noText: () => "a value that is no text",
  secret: (toOpen: string) => `a secret; ${toOpen}`,
  previewState: () => "the state of the resource, which the preview leaves out",
  planProperty: () => "a property that does not change, which the plan leaves out",
  beyondPreviewError: () => "what the preview would have had beyond the error that ended it",
  streamEnd: (line: number) =>
    `the events after line ${line}, where the stream stops without its summary event`,
  streamStart: (sequence: string) =>
    `the events before the first line, whose sequence number is ${sequence} and not 0`,
  streamOrder: (line: number) => `which stream counts: the sequence numbers start again at line ${line}`,
  streamLines: (counts: readonly string[]) =>
    `steps that the summary event counts and no line has: ${counts.join(", ")}`,
};

/** How to get a secret in plain text. Instructions, without a period. */
export const TO_OPEN = {
  state: () => "export the stack with --show-secrets",
  plan: () => "save the plan with --show-secrets",
  preview: () => "save the plan with --save-plan FILE --show-secrets, and judge that file",
};

/** Why the deployed policy may differ from the one in the file. To be read after "depends on values …:". */
export const DOUBTS = {
  sourceIgnoresChanges: () =>
    "the policy in AWS, which ignore_changes keeps (judge what terraform show -json prints of the state)",
  planFunction: (document: string) =>
    `whether a function changes ${document}.json, which a plan does not show (after terraform apply, terraform show -json shows the policy)`,
  ignoreChanges: () => "the policy in AWS, which ignoreChanges may keep and the preview does not show",
  refreshed: () => "the policy that the refresh read from AWS, which only a preview with --show-sames has",
  manifestPatch: () => "whether a patch changes the trust policy",
};

/** How to get a verdict for a role. Instructions, to be read after "To get a verdict,", without a period. */
export const TO_KNOW = {
  afterUpdate: () => "judge the stack after the update (pulumi stack export)",
  repeatPreview: () => "fix the error, and run the preview again",
  wholeStream: () => "run the preview again, and keep every line of its output",
  allPages: () => "fetch all pages: leave out --max-items and --no-paginate",
};

/** What a text looks like that is no known file, and what to judge instead. Two sentences, without the last period. */
export const LOOKS_LIKE = {
  terraformState: () => "It looks like a raw Terraform state. Judge the output of terraform show -json",
  markdown: () =>
    "It looks like Markdown or AsciiDoc. Put the policy in a file, or judge the deployed role: aws iam get-role",
  terraformSource: () =>
    "It looks like Terraform source. Name the file NAME.tf, or judge the output of terraform show -json for a plan",
  helm: () => "It looks like a Helm template. Judge the output of helm template",
  dockerfile: () => "It looks like a Dockerfile. Judge the deployed role: aws iam get-role",
  cdk: () => "It looks like an AWS CDK program. Judge the folder cdk.out that cdk synth writes",
  pulumi: () =>
    "It looks like a Pulumi program. Judge the output of pulumi preview --json or pulumi stack export",
  shell: () =>
    "It looks like a shell script. Judge the policy as a JSON file, or the deployed role: aws iam get-role",
  program: () =>
    "It looks like a program. Judge what it creates: cdk synth, pulumi stack export, or aws iam get-role",
};

/** Why a template cannot be read. To be read after what it is about. */
export const TEMPLATE_PROBLEMS = {
  noObject: () => "is not an object",
  noResources: () => "has no Resources",
  tooDeep: (deepest: number) => `is nested too deeply (at most ${deepest} levels are read)`,
  memberTwice: (name: string) => `has the member ${quoted(name)} twice in one object`,
  notOneYaml: () => "is not JSON, and not a single YAML document",
  yamlTooLarge: (largest: number) =>
    `is not JSON, and too large for YAML: at most ${largest} characters are read`,
  yamlTooDeep: (deepest: number) =>
    `is not JSON, and nested too deeply for YAML: at most ${deepest} levels are read`,
  yamlInvalid: (place: string) => `is neither JSON nor YAML from ${place}`,
  yamlKeyTwice: (place: string) => `has a key twice in one mapping, again at ${place}`,
};
