/** The clouds of Microsoft's, by the names that the Azure providers' `environment` has. */
export const EntraCloud = {
  /** Azure as most of the world knows it. */
  Public: "public",
  /** Azure Government of the United States. */
  UsGovernment: "usgovernment",
  /** Azure operated by 21Vianet in China. */
  China: "china",
} as const;

/** A cloud of Microsoft's with identity endpoints of its own. */
export type EntraCloud = (typeof EntraCloud)[keyof typeof EntraCloud];
