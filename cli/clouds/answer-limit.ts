/** The most that one answer of a service may be. Memory has one answer at a time, so this protects it. */
import { Readable, Transform } from "node:stream";
import { CloudError } from "./cloud-error";

/**
 * In bytes, decompressed. The largest answer that AWS documents is one of `GetAccountAuthorizationDetails` with a thousand objects, which
 * can have some ten thousand characters of policies each. Source: AWS, "IAM and AWS STS quotas".
 */
export const LARGEST_ANSWER = 128 * 1024 * 1024;

/** The code of the error for an answer that is larger. */
export const TOO_LARGE = "AnswerTooLarge";

/** The error for an answer that is larger. It is not asked for again. */
function tooLarge(most: number): CloudError {
  return new CloudError("failed", TOO_LARGE, `an answer has more than ${most} bytes`);
}

/**
 * The text of an answer.
 *
 * @throws {CloudError} As soon as it is larger. The rest is not read.
 */
export async function textOf(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > most) {
      await reader?.cancel();
      throw tooLarge(most);
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What a client of the AWS SDK has that this file uses. */
interface Limitable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<{ readonly response: unknown }>,
      ) => (args: never) => Promise<{ readonly response: unknown }>,
      options: { readonly step: "deserialize"; readonly priority: "low"; readonly name: string },
    ): void;
  };
}

/** Lets a client of the AWS SDK read no answer that is larger. */
export function limitAnswers<Client>(client: Client, most: number = LARGEST_ANSWER): Client {
  const { middlewareStack } = client as Limitable;
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      if (response.body instanceof Readable) {
        response.body = limited(response.body, most);
      }
      return result;
    },
    // Next to the network, so that nothing has read the answer yet.
    { step: "deserialize", priority: "low", name: "limitAnswers" },
  );
  return client;
}

function limited(body: Readable, most: number): Readable {
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.byteLength;
      done(size > most ? tooLarge(most) : null, chunk);
    },
  });
  body.on("error", (error) => counting.destroy(error));
  counting.on("error", () => body.destroy());
  return body.pipe(counting);
}
