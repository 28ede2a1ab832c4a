/** An availability zone of an Azure region: the logical numbers 1 to 3 ("Azure availability zones"). */
export function availabilityZone(value: string): readonly string[] {
  return /^[1-3]$/.test(value) ? [] : ['must be the number of an availability zone: "1", "2" or "3"'];
}
