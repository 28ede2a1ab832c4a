/** What a text looks like, and how to get something that can be judged. */
interface Kind {
  readonly looks: RegExp;
  readonly way: string;
}

const KINDS: readonly Kind[] = [
  {
    looks: /^\s*\{[^]{0,500}"lineage"\s*:/,
    way: "It looks like a raw Terraform state. Judge the output of terraform show -json",
  },
  {
    looks: /^(```|\[source|#{2,6} [A-Z]|={1,6} [A-Z])/m,
    way: "It looks like Markdown or AsciiDoc. Put the policy in a file, or judge the deployed role: aws iam get-role",
  },
  {
    looks:
      /^(resource|data|variable|provider|module|output|locals|terraform)\b[^\n=]*\{[ \t]*(#.*|\/\/.*)?$/m,
    way: "It looks like Terraform source. Name the file NAME.tf, or judge the output of terraform show -json for a plan",
  },
  {
    looks: /^[ \t]*\{\{-?[ \t]*(if|range|with|define|include|template|end|else|\/\*|\$)/m,
    way: "It looks like a Helm template. Judge the output of helm template",
  },
  {
    looks: /^FROM[ \t]+\S+/im,
    way: "It looks like a Dockerfile. Judge the deployed role: aws iam get-role",
  },
  {
    looks: /\baws-cdk-lib\b|\baws_cdk\b|@aws-cdk\//,
    way: "It looks like an AWS CDK program. Judge the folder cdk.out that cdk synth writes",
  },
  {
    looks: /@pulumi\/|\bimport pulumi|\bpulumi_aws\b|\bPulumi\.|pulumi-aws\/sdk/,
    way: "It looks like a Pulumi program. Judge the output of pulumi preview --json or pulumi stack export",
  },
  {
    looks: /^#!.*\b(ba|z|da|k)?sh\b|^[ \t]*(\$ )?aws iam [a-z-]+/m,
    way: "It looks like a shell script. Judge the policy as a JSON file, or the deployed role: aws iam get-role",
  },
  {
    looks:
      /^(import|export|const|let|var|function|class|interface|async|def|from|package|using|func)\b.*([;{:(]|from|require)/m,
    way: "It looks like a program. Judge what it creates: cdk synth, pulumi stack export, or aws iam get-role",
  },
];

/** How far into a text its kind is looked for. */
const LONGEST = 100_000;

/** Two sentences: what a text of an unknown kind looks like, and what to judge instead; `undefined` if nothing fits. */
export function wayOn(text: string): string | undefined {
  const start = text.slice(0, LONGEST);
  return KINDS.find(({ looks }) => looks.test(start))?.way;
}
