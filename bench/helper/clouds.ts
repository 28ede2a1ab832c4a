/** Starts doubles of both clouds in a process of their own. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { certificateFile, type CloudAddresses, type CloudOrder, type Requests } from "./workload";

/** Doubles that run until they are stopped. */
export class Clouds {
  readonly #process: ChildProcess;
  readonly addresses: CloudAddresses;

  private constructor(child: ChildProcess, addresses: CloudAddresses) {
    this.#process = child;
    this.addresses = addresses;
  }

  static async start(): Promise<Clouds> {
    const child = fork(path.join(__dirname, "clouds-process.ts"), {
      execArgv: ["--require", path.join(__dirname, "../../tools/typescript/register.cjs")],
    });
    const [addresses] = (await Promise.race([once(child, "message"), died(child)])) as [CloudAddresses];
    return new Clouds(child, addresses);
  }

  /** The environment that leads the helper, the post's script and the AWS CLI here. */
  get environment(): Record<string, string> {
    const { imds, sts, s3 } = this.addresses;
    return {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: imds,
      AWS_ENDPOINT_URL_STS: sts,
      AWS_ENDPOINT_URL_S3: s3,
      AWS_CA_BUNDLE: certificateFile,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** How often each service was asked since the start. */
  async requests(): Promise<Requests> {
    return this.#order("requests");
  }

  /** Lets every answer take so many milliseconds from now on, as over a network. */
  async answerAfter(delay: number): Promise<void> {
    await this.#order({ delay });
  }

  async #order(order: CloudOrder): Promise<Requests> {
    const answer = once(this.#process, "message") as Promise<[Requests]>;
    this.#process.send(order);
    return (await answer)[0];
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill();
      await ended;
    }
  }
}

async function died(child: ChildProcess): Promise<never> {
  const [status] = (await once(child, "exit")) as [number | null];
  throw new Error(`the doubles of the clouds ended with ${status ?? "a signal"}`);
}
