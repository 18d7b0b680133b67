/**
 * What was typed and is not yet on the server, kept on this computer. Entries are encrypted with a
 * key that the browser keeps and never hands out, so that the text is unreadable in the profile's
 * files and in a copy of the database.
 */
const NAME = "praxis-journal";
type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

let opened: Promise<IDBDatabase> | undefined;
let sealing: Promise<CryptoKey> | undefined;

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The journal failed."));
  });
}

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("entries");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The journal cannot be opened."));
  });
  return opened;
}

/** The change is on disk, and not only accepted. */
function written(store: IDBObjectStore): Promise<void> {
  const { transaction } = store;
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("The journal cannot be written."));
  });
}

async function stores(name: "keys" | "entries", mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await database()).transaction(name, mode, { durability: "strict" }).objectStore(name);
}

async function makeKey(): Promise<CryptoKey> {
  const found = (await settle((await stores("keys", "readonly")).get("journal"))) as CryptoKey | undefined;
  if (found) return found;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const store = await stores("keys", "readwrite");
  // Another window may have been faster; the first key stays.
  const first = (await settle(store.get("journal"))) as CryptoKey | undefined;
  if (first) return first;
  await settle(store.put(fresh, "journal"));
  return fresh;
}

function key(): Promise<CryptoKey> {
  sealing ??= makeKey();
  return sealing;
}

/** Whether this window can keep a journal; without one, text lives in memory until it is saved. */
export function hasJournal(): boolean {
  return typeof indexedDB !== "undefined" && typeof crypto !== "undefined" && crypto.subtle !== undefined;
}

export async function writeEntry(name: string, value: unknown): Promise<void> {
  if (!hasJournal()) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
  const store = await stores("entries", "readwrite");
  const done = written(store);
  store.put({ iv, data } satisfies Sealed, name);
  await done;
}

/** The entry as it was written; null when there is none or it cannot be read. */
export async function readEntry<T>(name: string): Promise<T | null> {
  if (!hasJournal()) return null;
  const sealed = (await settle((await stores("entries", "readonly")).get(name))) as Sealed | undefined;
  if (!sealed) return null;
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(text)) as T;
  } catch {
    return null;
  }
}

export async function removeEntry(name: string): Promise<void> {
  if (!hasJournal()) return;
  await settle((await stores("entries", "readwrite")).delete(name));
}

/** Names of the entries that begin so. */
export async function entryNames(prefix: string): Promise<string[]> {
  if (!hasJournal()) return [];
  const keys = await settle((await stores("entries", "readonly")).getAllKeys());
  return keys.filter((name): name is string => typeof name === "string" && name.startsWith(prefix));
}
