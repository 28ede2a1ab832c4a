/** Something that was read from a cloud, or why it could not be. */
export type Reading<T> = { readonly value: T } | Refusal;

/** Why something could not be read. */
export interface Refusal {
  /** A phrase without a full stop. It holds no secret. */
  readonly refused: string;
  /** The status of the answer, if there was one. */
  readonly status?: number;
  /** The code in the answer, such as `ResourceNotFound`, if there was one. */
  readonly code?: string;
  /** Whether nothing was asked, because there is no login. */
  readonly isWithoutLogin?: boolean;
}

/** Whether something could be read. */
export function isRead<T>(reading: Reading<T>): reading is { readonly value: T } {
  return "value" in reading;
}

/** Turns what was read into something else; a refusal stays as it is. */
export function mapReading<T, U>(reading: Reading<T>, turn: (value: T) => U): Reading<U> {
  return isRead(reading) ? { value: turn(reading.value) } : reading;
}

/** Reads on from what was read; a refusal stays as it is. */
export async function thenRead<T, U>(
  reading: Reading<T>,
  next: (value: T) => Promise<Reading<U>>,
): Promise<Reading<U>> {
  return isRead(reading) ? next(reading.value) : reading;
}
