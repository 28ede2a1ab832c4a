/** The same function, which works out its result once for each object: several rules ask the same. */
export function remembered<K extends object, V>(work: (object: K) => V): (object: K) => V {
  const results = new WeakMap<K, { readonly value: V }>();
  return (object) => {
    let result = results.get(object);
    if (result === undefined) {
      result = { value: work(object) };
      results.set(object, result);
    }
    return result.value;
  };
}
