/** What clients read to learn how much room a subscription's quotas leave. */
import { Router } from "express";
import { ARM_ADDRESSES } from "./arm-addresses";
import type { Quotas } from "./quotas";

/** The routes of "Usage - List" of the compute provider and "Usages - List" of the network provider. */
export function usagesRouter(quotas: Quotas): Router {
  const router = Router();
  // @evidence documentation The quotas of a region are listed with their current values; all vCPUs are `cores`, and the vCPUs of a
  // size are under the family of its SKU. Source: Azure Compute, "Usage - List"; Azure, "Check vCPU quotas".
  router.get(ARM_ADDRESSES.computeUsages.path, ({ params }, response) => {
    response.json({ value: quotas.compute(params.location) });
  });
  // @evidence documentation The network provider lists its quotas in the same shape, with an ID each. Source: Azure Network,
  // "Usages - List".
  router.get(ARM_ADDRESSES.networkUsages.path, ({ params, path }, response) => {
    const value = quotas.network(params.location);
    response.json({ value: value.map((quota) => ({ ...quota, id: `${path}/${quota.name.value}` })) });
  });
  return router;
}
