/** Keys as text: `mod+k`, `alt+down`, `f8`, `?`, and sequences such as `g t`. */

const apple = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform);

const NAMES: Record<string, string> = {
  arrowdown: "down",
  arrowup: "up",
  arrowleft: "left",
  arrowright: "right",
  escape: "esc",
  " ": "space",
};

export type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
  getModifierState?: (key: string) => boolean;
};

/** The pressed key in the registry's writing; null for AltGr and bare modifiers. */
export function chordOf(event: Pressed): string | null {
  const name = NAMES[event.key.toLowerCase()] ?? event.key.toLowerCase();
  if (["control", "shift", "alt", "meta", "altgraph", "dead", "process"].includes(name)) return null;
  // AltGr types letters on Polish keyboards, and reaches Windows as Ctrl+Alt.
  if (event.getModifierState?.("AltGraph") || (event.ctrlKey && event.altKey)) return null;
  const mod = apple ? event.metaKey : event.ctrlKey;
  if (apple ? event.ctrlKey : event.metaKey) return null;
  const parts: string[] = [];
  if (mod) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // Shift is part of what a printable key types, and named only beside other keys.
  if (event.shiftKey && (mod || name.length > 1)) parts.push("shift");
  return [...parts, name].join("+");
}

/** Whether the key types something, and must stay out of text fields. */
export function isTyping(keys: string): boolean {
  return keys.split(" ").every((chord) => !chord.includes("+") && (chord.length === 1 || chord === "enter"));
}

/** As shown on screen. */
export function keyLabels(keys: string): string[] {
  const words: Record<string, string> = {
    mod: apple ? "⌘" : "Ctrl",
    alt: apple ? "⌥" : "Alt",
    shift: apple ? "⇧" : "Shift",
    enter: "Enter",
    esc: "Esc",
    down: "↓",
    up: "↑",
    backspace: "Backspace",
  };
  const beside = keys.includes("+");
  return keys
    .split(/[ +]/)
    .filter(Boolean)
    .map((part) => words[part] ?? (part.length > 1 || beside ? part.toUpperCase() : part));
}

/** As `aria-keyshortcuts` wants it. */
export function ariaKeys(keys: string): string {
  const words: Record<string, string> = {
    mod: apple ? "Meta" : "Control",
    alt: "Alt",
    shift: "Shift",
    enter: "Enter",
    esc: "Escape",
    down: "ArrowDown",
    up: "ArrowUp",
  };
  return keys
    .split(" ")
    .map((chord) =>
      chord
        .split("+")
        .map((part) => words[part] ?? (part.length > 1 ? part.toUpperCase() : part))
        .join("+"),
    )
    .join(" ");
}

const LETTER_WITH_ALT = /alt\+(shift\+)?\S$/;
const BROWSER = ["mod+j", "mod+t", "mod+n", "mod+w", "mod+r", "mod+shift+t", "mod+shift+n", "f5", "f6", "f7", "f10", "f11", "f12"];

/** Why a key must not be used, or null. */
export function reserved(keys: string): string | null {
  for (const chord of keys.split(" ")) {
    if (LETTER_WITH_ALT.test(chord)) return "types a letter on Polish keyboards";
    if (BROWSER.includes(chord)) return "belongs to the browser";
  }
  return null;
}
