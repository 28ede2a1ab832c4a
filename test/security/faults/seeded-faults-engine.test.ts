import { describeSeededFaults } from "./seeded-faults";

/** The engine is killed and its state lost, and a plugin is killed. */
const DEFAULT = [32, 28];

/** `FAULTS=5,17` runs these two instead, and prints what was to be settled. */
const { FAULTS } = process.env;
describeSeededFaults({
  seeds: FAULTS?.split(",").map(Number) ?? DEFAULT,
  isLoud: FAULTS !== undefined,
});
