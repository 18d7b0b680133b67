import { afterEach, describe, expect, it, vi } from "vitest";
import { renderHook } from "@testing-library/react";
import { press, register, setSingleKeys, useCommand } from ".";
import { chordOf, type Pressed } from "./keys";

register([
  { id: "test.letter", title: "nav.today", group: "list", keys: ["x"] },
  { id: "test.go", title: "nav.today", group: "go", keys: ["q t"] },
  { id: "test.mod", title: "nav.today", group: "general", keys: ["mod+enter"] },
]);

function key(key: string, more: Partial<Pressed> & { target?: EventTarget } = {}) {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: document.body, ...more };
}

describe("keys", () => {
  afterEach(() => {
    setSingleKeys(true);
    document.body.innerHTML = "";
  });

  it("leaves AltGr alone, which types Polish letters and reaches Windows as Ctrl+Alt", () => {
    expect(chordOf(key("ą", { ctrlKey: true, altKey: true }))).toBeNull();
    expect(chordOf(key("ś", { getModifierState: (name) => name === "AltGraph" }))).toBeNull();
    expect(chordOf(key("Enter", { ctrlKey: true, shiftKey: true }))).toBe("mod+shift+enter");
    expect(chordOf(key("?", { shiftKey: true }))).toBe("?");
  });

  it("runs single letters outside text fields only, and not when they are turned off", () => {
    const run = vi.fn();
    renderHook(() => useCommand("test.letter", run));
    const box = document.body.appendChild(document.createElement("input"));
    expect(press(key("x", { target: box }))).toBe(false);
    expect(press(key("x"))).toBe(true);
    setSingleKeys(false);
    expect(press(key("x"))).toBe(false);
    expect(run).toHaveBeenCalledOnce();
  });

  it("runs sequences, and modified keys in text fields too", () => {
    const [go, main] = [vi.fn(), vi.fn()];
    renderHook(() => useCommand("test.go", go));
    renderHook(() => useCommand("test.mod", main));
    press(key("q"));
    press(key("t"));
    expect(go).toHaveBeenCalledOnce();
    const box = document.body.appendChild(document.createElement("textarea"));
    expect(press(key("Enter", { ctrlKey: true, target: box }))).toBe(true);
    expect(main).toHaveBeenCalledOnce();
  });

  it("stays quiet behind a dialog", () => {
    const run = vi.fn();
    renderHook(() => useCommand("test.letter", run));
    document.body.innerHTML = "<div aria-modal='true'></div>";
    expect(press(key("x"))).toBe(false);
  });
});
