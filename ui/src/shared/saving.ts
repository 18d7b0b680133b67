/** Whoever holds unsaved text says how to save it at once. */
const savers = new Set<() => void>();

export function onFlush(save: () => void): () => void {
  savers.add(save);
  return () => savers.delete(save);
}

export function flushAll(): void {
  for (const save of savers) save();
}
