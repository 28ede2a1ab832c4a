import { LOOKS_LIKE } from "../messages/judged-files";
/** What a text looks like, and how to get something that can be judged. */
interface Kind {
  readonly looks: RegExp;
  readonly way: string;
}

const KINDS: readonly Kind[] = [
  {
    looks: /^\s*\{[^]{0,500}"lineage"\s*:/,
    way: LOOKS_LIKE.terraformState(),
  },
  {
    looks: /^(```|\[source|#{2,6} [A-Z]|={1,6} [A-Z])/m,
    way: LOOKS_LIKE.markdown(),
  },
  {
    looks:
      /^(resource|data|variable|provider|module|output|locals|terraform)\b[^\n=]*\{[ \t]*(#.*|\/\/.*)?$/m,
    way: LOOKS_LIKE.terraformSource(),
  },
  {
    looks: /^[ \t]*\{\{-?[ \t]*(if|range|with|define|include|template|end|else|\/\*|\$)/m,
    way: LOOKS_LIKE.helm(),
  },
  {
    looks: /^FROM[ \t]+\S+/im,
    way: LOOKS_LIKE.dockerfile(),
  },
  {
    looks: /\baws-cdk-lib\b|\baws_cdk\b|@aws-cdk\//,
    way: LOOKS_LIKE.cdk(),
  },
  {
    looks: /@pulumi\/|\bimport pulumi|\bpulumi_aws\b|\bPulumi\.|pulumi-aws\/sdk/,
    way: LOOKS_LIKE.pulumi(),
  },
  {
    looks: /^#!.*\b(ba|z|da|k)?sh\b|^[ \t]*(\$ )?aws iam [a-z-]+/m,
    way: LOOKS_LIKE.shell(),
  },
  {
    looks:
      /^(import|export|const|let|var|function|class|interface|async|def|from|package|using|func)\b.*([;{:(]|from|require)/m,
    way: LOOKS_LIKE.program(),
  },
];

/** How far into a text its kind is looked for. */
const LONGEST = 100_000;

/** Two sentences: what a text of an unknown kind looks like, and what to judge instead; `undefined` if nothing fits. */
export function wayOn(text: string): string | undefined {
  const start = text.slice(0, LONGEST);
  return KINDS.find(({ looks }) => looks.test(start))?.way;
}
