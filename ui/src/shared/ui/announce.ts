import { Store } from "../store";

type Spoken = { text: string; count: number };
/** What a screen reader is told without moving the focus. */
export const spokenStore = new Store<Spoken>({ text: "", count: 0 });

export function announce(text: string): void {
  spokenStore.update((now) => ({ text, count: now.count + 1 }));
}
