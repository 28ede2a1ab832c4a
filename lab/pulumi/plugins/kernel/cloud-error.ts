/** What a cloud answers when it refuses. */

/** A refusal of the cloud, in the words of the real provider: its code and text are part of the message. */
export class CloudError extends Error {
  override readonly name = "CloudError";
  /** The cloud's own error code, for example `EntityAlreadyExists`. */
  readonly code: string;
  /** True when the thing that was asked for does not exist. */
  readonly notFound: boolean;
  /** HTTP status, where the cloud's answer had one that matters. */
  readonly status: number | undefined;

  constructor(
    message: string,
    options: { code: string; notFound: boolean; status?: number | undefined; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.notFound = options.notFound;
    this.status = options.status;
  }

  /** The same refusal with what was attempted before its words. */
  within(what: string): CloudError {
    const { code, notFound, status } = this;
    return new CloudError(`${what}: ${this.message}`, { code, notFound, status, cause: this });
  }
}

/** True when the cloud said that the thing does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof CloudError && error.notFound;
}

/**
 * A resource that exists but did not come up. The engine keeps it in its state, reports the reasons, and tries to update
 * it next time.
 */
export class InitializationError extends Error {
  override readonly name = "InitializationError";
  readonly id: string;
  /** Outputs as far as they are known. */
  readonly outputs: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    id: string,
    outputs: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.id = id;
    this.outputs = outputs;
  }
}

/**
 * Nothing was found where the resource should be, at the end of its own creation or update. The bridge takes it for gone,
 * forgets its ID and fails.
 */
export class VanishedError extends Error {
  override readonly name = "VanishedError";
}
