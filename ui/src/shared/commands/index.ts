/**
 * The one registry of commands. A feature lists its commands in `commands.ts`; a component that is on
 * the screen lends them their action. Palette, tooltips, the sheet of keys and the documentation
 * are made from the list.
 */
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { MessageId } from "../i18n";
import { chordOf, isTyping, type Pressed } from "./keys";

export type CommandGroup = "go" | "list" | "patient" | "visit" | "general";
export type Command = {
  id: string;
  title: MessageId;
  group: CommandGroup;
  keys: readonly string[];
  /** Runs while a dialog is open, too. */
  inDialogs?: boolean;
  /** Not offered in the palette, because it only makes sense as a key. */
  keyOnly?: boolean;
};

type Handler = { run: () => void; when: () => boolean };

const commands = new Map<string, Command>();
const handlers = new Map<string, Handler[]>();
const listeners = new Set<() => void>();
let singleKeys = true;
let waiting = "";
let waitingTimer: ReturnType<typeof setTimeout> | undefined;

function changed(): void {
  for (const listener of listeners) listener();
}

/** Adds a feature's commands; called once, when its module is loaded. */
export function register(list: readonly Command[]): void {
  for (const command of list) {
    if (commands.has(command.id)) throw new Error(`Two commands are called ${command.id}.`);
    commands.set(command.id, command);
  }
}

export function allCommands(): Command[] {
  return [...commands.values()];
}

export function keysOf(id: string): string | undefined {
  return commands.get(id)?.keys[0];
}

export function setSingleKeys(on: boolean): void {
  singleKeys = on;
}

/**
 * Lends a command its action while the component is on the screen. The latest wins; the frame's own
 * actions are the fallback for screens that have none.
 */
export function useCommand(id: string, run: () => void, enabled = true, fallback = false): void {
  const latest = useRef(run);
  // With the screen itself: whoever sees it may press the key at once.
  useLayoutEffect(() => {
    latest.current = run;
  });
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    const handler: Handler = { run: () => latest.current(), when: () => true };
    const others = handlers.get(id) ?? [];
    handlers.set(id, fallback ? [handler, ...others] : [...others, handler]);
    changed();
    return () => {
      handlers.set(id, (handlers.get(id) ?? []).filter((other) => other !== handler));
      changed();
    };
  }, [id, enabled, fallback]);
}

function active(id: string): Handler | undefined {
  return handlers.get(id)?.at(-1);
}

export function canRun(id: string): boolean {
  return active(id)?.when() ?? false;
}

export function runCommand(id: string): boolean {
  const handler = active(id);
  if (!handler?.when()) return false;
  handler.run();
  return true;
}

let version = 0;
listeners.add(() => {
  version += 1;
});

/** Commands that can run now; follows what is on the screen. */
export function useAvailable(): Command[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return allCommands().filter((command) => canRun(command.id));
}

export function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !["button", "checkbox", "radio", "submit", "reset", "range"].includes(target.type);
}

function usesEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, [role=menuitem], [role=option], [role=grid], summary") !== null;
}

/** Handles a key press; true when a command took it. */
export function press(event: Pressed & { target: EventTarget | null }): boolean {
  const chord = chordOf(event);
  if (!chord) return false;
  const dialog = document.querySelector("[aria-modal='true']") !== null;
  const typing = inTextField(event.target);
  const attempt = (keys: string): boolean => {
    for (const command of commands.values()) {
      if (!command.keys.includes(keys) || (dialog && !command.inDialogs)) continue;
      if (isTyping(keys) && (typing || (!singleKeys && keys !== "enter"))) continue;
      if (keys === "enter" && usesEnter(event.target)) continue;
      if (runCommand(command.id)) return true;
    }
    return false;
  };
  const sequence = waiting ? `${waiting} ${chord}` : "";
  waiting = "";
  clearTimeout(waitingTimer);
  if (sequence && attempt(sequence)) return true;
  if (attempt(chord)) return true;
  const starts = !typing && !dialog && singleKeys && allCommands().some((c) => c.keys.some((k) => k.startsWith(`${chord} `)));
  if (starts) {
    waiting = chord;
    waitingTimer = setTimeout(() => (waiting = ""), 1500);
  }
  return starts;
}
