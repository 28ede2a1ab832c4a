/** Microsoft's clouds, by the values of the Azure providers' `environment`. */
export const EntraCloud = {
  /** The public Azure cloud. */
  Public: "public",
  /** Azure Government of the United States. */
  UsGovernment: "usgovernment",
  /** Azure operated by 21Vianet in China. */
  China: "china",
} as const;

/** One of Microsoft's clouds. Each has separate identity endpoints. */
export type EntraCloud = (typeof EntraCloud)[keyof typeof EntraCloud];
