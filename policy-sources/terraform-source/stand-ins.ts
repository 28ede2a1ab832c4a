import { hasMark, hasMarks, isObject, unknownMark } from "../../trust";

/** A value that AWS gives, whose form is known and whose content neither opens nor closes a role. */
interface StandIn {
  /** Two examples, as different as such values can be. A function that treats them alike treats all alike. */
  readonly examples: readonly [string, string];
  /** What policies have in its place. */
  readonly instead: string;
  /** A mark that the policy must contain for that. Otherwise this one stays unknown. */
  readonly beside?: string;
}

/** Next to these words, strings that functions look for could be a part of a stand-in. */
const HARMLESS =
  /https?|oidc|provider|amazonaws|com|arn|iam|aws|eks|id|\{\d+(,\d*)?\}|0-9|a-z|A-Z|\\[dwsDWS]|\$\d|\$\{\d\}/g;

const NO_EXAMPLE = "-";
const ACCOUNT = "000000000000";
const SCHEME = "https://";
const ISSUER = "oidc.eks.region.amazonaws.com/id/";

/**
 * Marks for values of AWS that do not matter for a verdict: accounts, partitions, names of roles, a cluster's issuer. While
 * expressions are evaluated they are unknown, so that nothing is decided by a made-up value. In the policy, ordinary values
 * replace them.
 */
export class StandIns {
  readonly #known = new Map<string, StandIn>();

  /** An account's ID. */
  account(expression: string): string {
    return this.#add(expression, { examples: ["314159265358", "271828182845"], instead: ACCOUNT });
  }

  /** The partition: `aws`, `aws-us-gov`, `aws-cn`. */
  partition(): string {
    return this.#add("data.aws_partition", { examples: ["aws", "aws-us-gov"], instead: "aws" });
  }

  /** The partition's domain. */
  domain(): string {
    return this.#add("data.aws_partition.dns_suffix", {
      examples: ["amazonaws.com", "amazonaws.com.cn"],
      instead: "amazonaws.com",
    });
  }

  /** A name in an ARN, without wildcards. */
  name(expression: string): string {
    return this.#add(expression, { examples: [NO_EXAMPLE, NO_EXAMPLE], instead: word(expression) });
  }

  /**
   * The ARN of a provider whose URL is known or not.
   *
   * @param name - The URL without its scheme.
   */
  providerArn(address: string, name: string): string {
    return `arn:${this.partition()}:iam::${this.account(`account of ${address}`)}:oidc-provider/${name}`;
  }

  /**
   * The `url` of a provider that Terraform creates. Until it exists that is the argument with its scheme, and then what IAM
   * returns, which has none.
   *
   * Source: Terraform AWS provider, `openid_connect_provider.go`.
   */
  providerUrl(address: string, name: string): string {
    // Terraform knows the ARN only when the provider exists. A policy with both has the URL that IAM returns.
    const beside = this.account(`account of ${address}`);
    return this.#add(`${address}.url`, { examples: ["", SCHEME], instead: "", beside }) + name;
  }

  /**
   * The issuer of a cluster in EKS.
   *
   * Source: Amazon EKS User Guide, "Create an IAM OIDC provider for your cluster".
   */
  clusterIssuer(expression: string): string {
    return (
      SCHEME +
      this.#add(expression, {
        examples: [
          "oidc.eks.us-east-1.amazonaws.com/id/F1E2D3C4B5A697887766554433221100",
          "oidc.eks.cn-northwest-1.amazonaws.com.cn/id/00112233445566778899AABBCCDDEEFF",
        ],
        instead: ISSUER + word(expression),
      })
    );
  }

  /** Whether a string has no unknown part but stand-ins. Such a string is never null. */
  isText(value: unknown): value is string {
    return typeof value === "string" && !hasMark(this.#replaced(value, () => ""));
  }

  /** Whether a string of stand-ins can be empty. */
  mayBeEmpty(text: string): boolean {
    return ([0, 1] as const).some(
      (index) => this.#replaced(text, (_, { examples }) => examples[index]) === "",
    );
  }

  /**
   * Calls a function of texts with stand-ins in its arguments.
   *
   * @returns The result with the stand-ins in it; `undefined` if it depends on what they are.
   */
  call(args: readonly unknown[], run: (args: readonly unknown[]) => unknown): unknown {
    const text = JSON.stringify(args);
    const used = [...this.#known].filter(([mark]) => text.includes(mark));
    const others = args.filter((arg) => !hasMarks(arg));
    const mayBePart = others.some(
      (arg) => typeof arg === "string" && /[A-Za-z0-9]/.test(arg.replace(HARMLESS, "")),
    );
    const examples = used.map(
      ([
        ,
        {
          examples: [first],
        },
      ]) => first,
    );
    // Of two with the same example, a result would not show which is which. Names have no example.
    if (mayBePart || new Set(examples).size < examples.length || examples.includes(NO_EXAMPLE)) {
      return undefined;
    }
    const results = ([0, 1] as const).map((index) => {
      const given = over(args, (part) => this.#replaced(part, (_, standIn) => standIn.examples[index]));
      const result = hasMarks(given) ? undefined : run(given as unknown[]);
      return result === undefined
        ? undefined
        : over(result, (part) =>
            used.reduce((before, [mark, standIn]) => {
              const example = standIn.examples[index];
              return /\d{9}/.test(example) ? before.replaceAll(example, mark) : before;
            }, part),
          );
    });
    return JSON.stringify(results[0]) === JSON.stringify(results[1]) ? results[0] : undefined;
  }

  /** A policy with ordinary values in place of the stand-ins. */
  replaceIn(policy: unknown): unknown {
    const text = JSON.stringify(policy ?? null);
    const issuers = [...this.#known].filter(
      ([mark, { instead }]) => instead.startsWith(ISSUER) && text.includes(mark),
    );
    return over(policy, (part) =>
      this.#replaced(part, (mark, { instead, beside }) =>
        // Two references to a cluster may mean the same one, or not.
        (beside !== undefined && !text.includes(beside)) || (instead.startsWith(ISSUER) && issuers.length > 1)
          ? mark
          : instead,
      ),
    );
  }

  #add(expression: string, standIn: StandIn): string {
    const mark = unknownMark(expression);
    this.#known.set(mark, standIn);
    return mark;
  }

  #replaced(text: string, by: (mark: string, standIn: StandIn) => string): string {
    return hasMark(text)
      ? [...this.#known].reduce(
          (before, [mark, standIn]) => before.replaceAll(mark, () => by(mark, standIn)),
          text,
        )
      : text;
  }
}

/** A value with something in place of each string, names of members included. */
function over(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => over(item, change));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [change(name), over(member, change)]))
    : value;
}

/** An expression as a name that has no meaning in a policy. */
function word(expression: string): string {
  return expression.replace(/[^\w.-]+/g, "-");
}
