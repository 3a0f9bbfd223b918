/** What was made for a key; made now where it is asked for the first time. A promise is kept also where it rejects. */
export function once<Value>(made: Map<string, Value>, key: string, make: () => Value): Value {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}
