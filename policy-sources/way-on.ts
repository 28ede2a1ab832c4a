/** What a text looks like, and how to get something that can be judged. */
interface Kind {
  readonly looks: RegExp;
  readonly way: string;
}

const KINDS: readonly Kind[] = [
  {
    looks: /^\s*\{[^]{0,500}"lineage"\s*:/,
    way: "it looks like a raw Terraform state: judge what terraform show -json prints",
  },
  {
    looks: /^(```|\[source|#{2,6} [A-Z]|={1,6} [A-Z])/m,
    way: "it looks like Markdown or AsciiDoc: put the policy in a file, or judge the deployed role (aws iam get-role)",
  },
  {
    looks:
      /^(resource|data|variable|provider|module|output|locals|terraform)\b[^\n=]*\{[ \t]*(#.*|\/\/.*)?$/m,
    way: "it looks like Terraform source: name the file NAME.tf, or judge what terraform show -json prints of a plan",
  },
  {
    looks: /^[ \t]*\{\{-?[ \t]*(if|range|with|define|include|template|end|else|\/\*|\$)/m,
    way: "it looks like a Helm template: judge what helm template prints",
  },
  {
    looks: /^FROM[ \t]+\S+/im,
    way: "it looks like a Dockerfile: judge the deployed role instead (aws iam get-role)",
  },
  {
    looks: /\baws-cdk-lib\b|\baws_cdk\b|@aws-cdk\//,
    way: "it looks like an AWS CDK program: judge the folder cdk.out that cdk synth writes",
  },
  {
    looks: /@pulumi\/|\bimport pulumi|\bpulumi_aws\b|\bPulumi\.|pulumi-aws\/sdk/,
    way: "it looks like a Pulumi program: judge what pulumi stack export prints",
  },
  {
    looks: /^#!.*\b(ba|z|da|k)?sh\b|^[ \t]*(\$ )?aws iam [a-z-]+/m,
    way: "it looks like a shell script: judge the deployed role (aws iam get-role), or its policy as a JSON file",
  },
  {
    looks:
      /^(import|export|const|let|var|function|class|interface|async|def|from|package|using|func)\b.*([;{:(]|from|require)/m,
    way: "it looks like a program: judge what it creates (cdk synth, pulumi stack export, or aws iam get-role)",
  },
];

/** How far into a text its kind is looked for. */
const LONGEST = 100_000;

/** Says what a text that is not read looks like, and which command prints something that is; `undefined` if nothing fits. */
export function wayOn(text: string): string | undefined {
  const start = text.slice(0, LONGEST);
  return KINDS.find(({ looks }) => looks.test(start))?.way;
}
