/**
 * Whether anybody is at the screen. What other people change makes a page ask anew, and that must
 * not keep the session of somebody who went away alive.
 */

/** Longer than the pauses of somebody who reads; shorter than any session. */
const AWAY_MS = 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;

let last = Date.now();

if (typeof window !== "undefined")
  for (const sign of SIGNS)
    window.addEventListener(sign, () => (last = Date.now()), { capture: true, passive: true });

let listening = false;

/** Somebody speaks into the microphone and touches nothing. */
export function setListening(on: boolean): void {
  listening = on;
}

export function unattended(): boolean {
  return !listening && Date.now() - last > AWAY_MS;
}
