/** The preflight check of adopted Azure resources: whether the deployment can use each of them. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded } from "../../../messages";
import { isRead, type Reading, type Refusal } from "../../clouds/reading";
import type {
  AdoptedFacts,
  AdoptedGroup,
  AdoptedIdentity,
  AdoptedMachine,
  AdoptedNatGateway,
  AdoptedResource,
  AdoptedSubnet,
  EgressPart,
} from "../adopted-facts";
import { isSameId } from "../arm-id";
import { cannotTell, type Check, type CheckManual, ok, type Outcome, wrong } from "../check";

/** What the check of adopted resources looks at. */
export interface AdoptedResourcesFacts {
  /** What was read; a refusal if the subscription is not known. */
  readonly facts: Reading<AdoptedFacts>;
  /** The ID of the resource group that is adopted. */
  readonly groupId: string;
  readonly subscriptionId: string | undefined;
  readonly tenantId: string | undefined;
  readonly location: string | undefined;
  /** How many new VMs there are. */
  readonly vms: number;
  /** The name of the federation, with which the names of its own networks begin. */
  readonly name: string;
}

/** What is found about one resource. */
interface Finding {
  readonly outcome: Outcome;
  readonly found: string;
  readonly expected?: string;
  readonly fix?: string;
}

type Place = Pick<AdoptedResourcesFacts, "location" | "subscriptionId" | "tenantId" | "vms" | "name">;

/** How the report calls this check. */
const ADOPTED_RESOURCES = coded("adopted-resources", "adopted resources in Azure");

/** What the manual says about this check. */
export const ADOPTED_RESOURCES_MANUAL: CheckManual = {
  check: ADOPTED_RESOURCES,
  cause: "A resource that the federation adopts does not exist, cannot be read, or cannot be used.",
  fix: "Run the command of the report, which shows the resource. [Adopted resources](../reference/command-line.md#adopted-resources) lists the conditions.",
  reads: "Each adopted resource.",
  cannotTell:
    "For a resource in another subscription that cannot be read; whether a subnet without NAT gateway and route table reaches the internet.",
};

/** How many findings of the same outcome are named; the others are counted. */
const NAMED = 3;

/**
 * Addresses of a subnet that Azure keeps for itself. Source: Azure Virtual Network, "Virtual Network frequently asked
 * questions" (restrictions on IP addresses within subnets).
 */
const RESERVED = 5;

/**
 * Whether what the federation adopts in Azure exists, can be read, and is where it must be. What the components refuse in the
 * preview is wrong here too: in the federation's own subscription, what the login may not read.
 */
export function checkAdoptedResources(input: AdoptedResourcesFacts): Check {
  const { facts, groupId } = input;
  if (!isRead(facts)) {
    return cannotTell(ADOPTED_RESOURCES, facts.refused);
  }
  const { group, subnets, natGateways, identities, virtualMachines } = facts.value;
  const findings = [
    ...(group === undefined ? [] : [ofGroup(groupId, group)]),
    // How the VMs are spread over several subnets is not known, so each must have room for one.
    ...subnets.map((one) =>
      ofSubnet(one, subnets.length === 1 ? input : { ...input, vms: Math.min(input.vms, 1) }),
    ),
    ...natGateways.map((one) => ofNatGateway(one, input)),
    ...identities.map((one) => ofIdentity(one, input)),
    ...virtualMachines.map((one) => ofMachine(one, input)),
  ];
  if (findings.length === 0) {
    return ok(ADOPTED_RESOURCES, "none: everything in Azure is created");
  }
  const bad = findings.filter(({ outcome }) => outcome === "wrong");
  const unknown = findings.filter(({ outcome }) => outcome === "cannot tell");
  const shown = bad.length > 0 ? bad : unknown.length > 0 ? unknown : findings;
  const found = some(shown.map((one) => one.found));
  const expected = some(shown.flatMap((one) => one.expected ?? []));
  const fix = [...new Set(shown.slice(0, NAMED).flatMap((one) => one.fix ?? []))].join("\n");
  if (bad.length > 0) {
    return wrong(ADOPTED_RESOURCES, { found, expected, fix });
  }
  return unknown.length > 0
    ? cannotTell(ADOPTED_RESOURCES, found, {
        ...(expected === "" ? {} : { expected }),
        ...(fix === "" ? {} : { fix }),
      })
    : ok(ADOPTED_RESOURCES, found);
}

function ofGroup(id: string, group: Reading<AdoptedGroup>): Finding {
  const what = `the resource group ${lastName(id)}`;
  if (!isRead(group)) {
    return unread(what, group, false, `az group show --name ${quoteWord(lastName(id))}`);
  }
  return group.value.state.toLowerCase() === "deleting"
    ? {
        outcome: "wrong",
        found: `${what} is being deleted`,
        expected: "a resource group that stays",
        fix: "az group list --output table",
      }
    : fine(`${what} in ${regionName(group.value.location)}`);
}

function ofSubnet({ id, isElsewhere, found }: AdoptedResource<AdoptedSubnet>, place: Place): Finding {
  const what = `the subnet ${id.names.join("/")}`;
  const fix = `az network vnet subnet show --ids ${quoteWord(id.id)}`;
  if (!isRead(found)) {
    return unread(what, found, isElsewhere, fix);
  }
  const { location, prefixes, taken, delegations, hasNatGateway, hasRouteTable, egress } = found.value;
  // Source: Microsoft's planning rules for networks, microsoft/azure-skills `references/constraints/networking-core.md`:
  // "Delegated subnets cannot host other resource types."
  if (delegations.length > 0) {
    return {
      outcome: "wrong",
      found: `${what} is delegated to ${delegations.join(", ")}`,
      expected: "a subnet that is delegated to no service",
      fix,
    };
  }
  const room = roomIn(prefixes, taken);
  if (room !== undefined && room < place.vms) {
    return {
      outcome: "wrong",
      found: `${what} has ${room} free addresses`,
      expected: `room for ${place.vms} VM${place.vms === 1 ? "" : "s"}`,
      fix,
    };
  }
  const elsewhere = isRead(location) ? inRegion(what, location.value, place, fix) : undefined;
  if (elsewhere?.outcome === "wrong") {
    return elsewhere;
  }
  const lost = lostEgress(what, egress);
  if (lost !== undefined) {
    return lost;
  }
  if (!isRead(location)) {
    return doubt(`the region of ${what} cannot be read: ${location.refused}`, fix);
  }
  if (elsewhere !== undefined) {
    return elsewhere;
  }
  // Other ways out, such as routes that a gateway announces, are not visible in the subnet.
  return hasNatGateway || hasRouteTable
    ? fine(`${what}, which goes out by ${hasNatGateway ? "a NAT gateway" : "its route table"}`)
    : doubt(
        `${what} has neither a NAT gateway nor a route table: whether its VMs reach the internet is not known`,
        fix,
      );
}

function ofNatGateway({ id, isElsewhere, found }: AdoptedResource<AdoptedNatGateway>, place: Place): Finding {
  const what = `the NAT gateway ${id.names.join("/")}`;
  const fix = `az network nat gateway show --ids ${quoteWord(id.id)}`;
  if (!isRead(found)) {
    return unread(what, found, isElsewhere, fix);
  }
  const { location, networks, egress } = found.value;
  const elsewhere = inRegion(what, location, place, fix);
  if (elsewhere?.outcome === "wrong") {
    return elsewhere;
  }
  // Azure: NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks. Source: microsoft/azure_arc #3288.
  const [network] = networks;
  if (network !== undefined) {
    const used = `${what} serves the virtual network ${lastName(network)}`;
    const expected = "a NAT gateway that no other virtual network uses";
    return isOwn(network, place.name)
      ? doubt(`${used}: wrong unless that is the federation's own`, fix, expected)
      : { outcome: "wrong", found: used, expected, fix };
  }
  if (egress.length === 0) {
    return {
      outcome: "wrong",
      found: `${what} has no public address`,
      expected: "a NAT gateway with a public IP address or prefix",
      fix,
    };
  }
  return lostEgress(what, egress) ?? elsewhere ?? fine(what);
}

function ofIdentity(
  { id, isElsewhere, found }: AdoptedResource<AdoptedIdentity>,
  { subscriptionId, tenantId, location, vms }: Place,
): Finding {
  const what = `the managed identity ${id.names.join("/")}`;
  const fix = `az identity show --ids ${quoteWord(id.id)}`;
  if (isElsewhere) {
    return foreign(what, id.subscriptionId, subscriptionId, fix);
  }
  if (!isRead(found)) {
    return unread(what, found, false, fix);
  }
  const { tenantId: own, isolationScope, location: region } = found.value;
  if (tenantId !== undefined && own !== "" && own !== tenantId) {
    return {
      outcome: "wrong",
      found: `${what} is of the tenant ${own}`,
      expected: `an identity of the tenant ${tenantId}`,
      fix,
    };
  }
  // Without this restriction, resources of any region may have it. Source: Microsoft Entra, "Managed identities isolation scope".
  if (isolationScope.toLowerCase() === "regional" && vms > 0) {
    return inRegion(what, region, { location }, fix) ?? fine(what);
  }
  return fine(what);
}

function ofMachine(
  { id, isElsewhere, found }: AdoptedResource<AdoptedMachine>,
  { subscriptionId }: Place,
): Finding {
  const what = `the VM ${id.names.join("/")}`;
  const ids = quoteWord(id.id);
  const fix = `az vm show --ids ${ids}`;
  if (isElsewhere) {
    return foreign(what, id.subscriptionId, subscriptionId, fix);
  }
  if (!isRead(found)) {
    return unread(what, found, false, fix);
  }
  const { osType, powerState } = found.value;
  const needed = osType.toLowerCase() === "windows" ? ", with Windows: give it guest.windowsHelper" : "";
  if (powerState === "") {
    return doubt(`whether ${what} runs is not known`, `az vm get-instance-view --ids ${ids}`);
  }
  return powerState === "running"
    ? fine(`${what}, which runs${needed}`)
    : {
        outcome: "wrong",
        found: `${what} is ${powerState}, so Run Command cannot reach it`,
        expected: "a VM that runs",
        fix: `az vm start --ids ${ids}`,
      };
}

/** What of a way out the components could not read, and would fail for; `undefined` if they can read all. */
function lostEgress(what: string, parts: readonly EgressPart[]): Finding | undefined {
  const lost = parts
    .filter(({ isElsewhere }) => !isElsewhere)
    .flatMap(({ id, found }) =>
      isRead(found) ? [] : [unread(`${lastName(id)}, by which ${what} goes out,`, found, false, showing(id))],
    );
  return lost.find(({ outcome }) => outcome === "wrong") ?? lost.at(0);
}

function showing(id: string): string {
  return `az resource show --ids ${quoteWord(id)}`;
}

/**
 * Something that cannot be read. In the federation's own subscription, the components must read it. Elsewhere it is used unread:
 * then only an answer that it does not exist decides.
 */
function unread(what: string, refusal: Refusal, isElsewhere: boolean, fix: string): Finding {
  const { refused, status, code } = refusal;
  // An answer about the subscription does not tell whether the resource exists: logins without a role there get it too.
  const isMissing = status === 404 && !(isElsewhere && code === "SubscriptionNotFound");
  if (isMissing) {
    return {
      outcome: "wrong",
      found: `${what} does not exist: ${refused}`,
      expected: "a resource that exists",
      fix,
    };
  }
  return status === 403 && !isElsewhere
    ? {
        outcome: "wrong",
        found: `the login may not read ${what}: ${refused}`,
        expected: "the right to read what is adopted, such as by the role Reader",
        fix,
      }
    : doubt(`${what} cannot be read: ${refused}`, fix);
}

function foreign(what: string, theirs: string, own: string | undefined, fix: string): Finding {
  return {
    outcome: "wrong",
    found: `${what} is in the subscription ${theirs}`,
    expected: `one in the federation's own subscription, ${own ?? "which is not known"}`,
    fix,
  };
}

/** What is wrong with the region of something; `undefined` if nothing is. */
function inRegion(
  what: string,
  theirs: string,
  { location }: Pick<Place, "location">,
  fix: string,
): Finding | undefined {
  if (location === undefined) {
    return doubt(`${what} is in ${regionName(theirs)}, and no known region is configured`, fix);
  }
  return regionName(theirs) === location
    ? undefined
    : {
        outcome: "wrong",
        found: `${what} is in ${regionName(theirs)}`,
        expected: `one in ${location}: Azure connects nothing across regions`,
        fix,
      };
}

/** How many addresses are free at most; `undefined` if a range is not IPv4. */
function roomIn(prefixes: readonly string[], taken: number): number | undefined {
  const sizes = prefixes.map((prefix) => /^[\d.]+\/(\d+)$/.exec(prefix)?.[1]);
  if (prefixes.length === 0 || sizes.includes(undefined)) {
    return undefined;
  }
  const all = sizes.reduce((sum, size) => sum + Math.max(0, 2 ** (32 - Number(size)) - RESERVED), 0);
  return Math.max(0, all - taken);
}

/** Whether a network may be one that this federation created earlier, by its name. */
function isOwn(network: string, name: string): boolean {
  const found = lastName(network).toLowerCase();
  return isSameId(found.slice(0, name.length + 1), `${name}-`) && found.includes("-vnet");
}

/** The API name of a region. */
function regionName(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}

function fine(found: string): Finding {
  return { outcome: "ok", found };
}

function doubt(found: string, fix: string, expected?: string): Finding {
  return { outcome: "cannot tell", found, fix, ...(expected === undefined ? {} : { expected }) };
}

function some(sentences: readonly string[]): string {
  const all = [...new Set(sentences)];
  const more = all.length > NAMED ? `; and ${all.length - NAMED} more` : "";
  return `${all.slice(0, NAMED).join("; ")}${more}`;
}

function lastName(id: string): string {
  return id.split("/").at(-1) ?? id;
}
