/** Operations as cached reads and as changes; staleness follows the tags that the server declares. */
import { QueryClient, queryOptions, useMutation, useQueryClient, type Query } from "@tanstack/react-query";
import { commands, type EventFrame, type Tag, type WireFailure } from "./bindings";
import { routes } from "./routes";
import { Channel, failure, stopStream } from "./transport";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: WireFailure;
  }
}

type Commands = typeof commands;
type RouteName = keyof typeof routes;
export type Name = keyof Commands;
export type Input<K extends Name> = Parameters<Commands[K]>[0];
export type Output<K extends Name> = Extract<Awaited<ReturnType<Commands[K]>>, { status: "ok" }>["data"];
/** Operations that send items while they work. */
export type Streamed = { [K in Name]: Parameters<Commands[K]>["length"] extends 2 ? K : never }[Name];
type Item<K extends Streamed> = Parameters<Commands[K]>[1] extends Channel<infer T> ? T : never;
/** Operations that answer at once. */
export type Plain = Exclude<Name, Streamed>;

export function routeOf(name: Name) {
  const id = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as RouteName;
  return { id, ...routes[id] };
}

/** Anything thrown, as a failure that a screen can put into words. */
export function toFailure(error: unknown): WireFailure {
  if (typeof error === "object" && error !== null && "type" in error && "reference" in error)
    return error as WireFailure;
  // A page of the program that could not be fetched.
  if (error instanceof TypeError && /import|fetch|module/i.test(error.message)) return failure("Unavailable", "The server did not answer.");
  return failure("Internal", "The program failed.");
}

const refusedListeners = new Set<(failure: WireFailure) => void>();
/** Told of every call that failed, whoever made it. */
export function onFailure(listener: (failure: WireFailure) => void): () => void {
  refusedListeners.add(listener);
  return () => refusedListeners.delete(listener);
}
const answeredListeners = new Set<() => void>();
/** Told of every call that the server answered. */
export function onAnswer(listener: () => void): () => void {
  answeredListeners.add(listener);
  return () => answeredListeners.delete(listener);
}
function tell(failure: WireFailure): WireFailure {
  for (const listener of refusedListeners) listener(failure);
  return failure;
}

/** Runs an operation; throws its failure. */
export async function call<K extends Plain>(name: K, input: Input<K>): Promise<Output<K>> {
  const run = commands[name] as (input: Input<K>) => ReturnType<Commands[K]>;
  const result = await run(input).catch((error: unknown) => ({
    status: "error" as const,
    error: toFailure(error),
  }));
  if (result.status === "error") throw tell(result.error);
  for (const listener of answeredListeners) listener();
  return result.data as Output<K>;
}

/** A running operation; `stop` ends it. */
export type Run<T> = { result: Promise<T>; stop: () => void };

/** Runs an operation that sends items while it works; rejects with its failure. */
export function stream<K extends Streamed>(name: K, input: Input<K>, onItem: (item: Item<K>) => void): Run<Output<K>> {
  const channel = new Channel<Item<K>>();
  channel.onmessage = onItem;
  const run = commands[name] as (input: Input<K>, channel: Channel<Item<K>>) => ReturnType<Commands[K]>;
  const result = run(input, channel).then(
    (answer) => {
      if (answer.status === "error") throw answer.error;
      return answer.data as Output<K>;
    },
    (error: unknown) => {
      throw toFailure(error);
    },
  );
  return { result, stop: () => stopStream(channel) };
}

/** A cached read. */
export function reading<K extends Plain>(name: K, input: Input<K>) {
  const route = routeOf(name);
  return queryOptions({
    queryKey: [route.id, input] as const,
    queryFn: () => call(name, input),
    meta: { tags: route.reads },
  });
}

function isStale(query: Query, tags: readonly Tag[]): boolean {
  const own = query.meta?.["tags"] as readonly Tag[] | undefined;
  return own?.some((tag) => tags.includes(tag)) ?? false;
}

/** Forgets answers that are made of these tags. */
export function invalidate(client: QueryClient, tags: readonly Tag[]): void {
  const predicate = (query: Query) => isStale(query, tags);
  // A first answer that is still on its way may be older than the change, and would be kept: it is asked for once more.
  const early = client.getQueryCache().findAll({ predicate: (query) => predicate(query) && query.state.data === undefined && query.state.fetchStatus === "fetching" });
  void client.invalidateQueries({ predicate });
  for (const query of early) {
    const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    void query.fetch().then(again, again);
  }
}

/** A change: what it makes stale is read anew. */
export function useRun<K extends Plain>(name: K) {
  const client = useQueryClient();
  return useMutation<Output<K>, WireFailure, Input<K>>({
    mutationKey: [name],
    mutationFn: (input) => call(name, input),
    onSuccess: () => invalidate(client, routeOf(name).changes),
  });
}

export function createClient(): QueryClient {
  const transient = (error: WireFailure) => error.type === "Unavailable" || error.type === "Timeout";
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 2 && transient(error),
        retryDelay: (count) => 400 * 2 ** count,
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** Applies an event to the cache. */
export function applyEvent(client: QueryClient, frame: EventFrame): void {
  const event = frame.payload;
  if (event.type === "records_changed") invalidate(client, event.tags);
  else if (event.type === "processing_reload") void client.invalidateQueries();
  else if (event.type === "processing_progress") invalidate(client, ["jobs"]);
}
