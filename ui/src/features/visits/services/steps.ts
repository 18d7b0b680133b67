/** Going from sentence to sentence by key: rows and suggestions in the order of the page. */

export function steps(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-step]")];
}

/** Where a part's next sentence begins: the place to go when nothing of it is left. */
export function adder(section: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-add="${section}"]`) ?? undefined;
}

function current(all: readonly HTMLElement[]): number {
  const row = document.activeElement?.closest("[data-step-row]");
  return all.findIndex((step) => step.closest("[data-step-row]") === row && row !== null);
}

export function focusStep(step: HTMLElement | undefined): boolean {
  if (!step) return false;
  step.focus();
  if (step instanceof HTMLTextAreaElement) step.setSelectionRange(step.value.length, step.value.length);
  step.scrollIntoView({ block: "nearest" });
  return true;
}

export function move(by: 1 | -1): void {
  const all = steps();
  const at = current(all);
  focusStep(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by]);
}

/** The next one that somebody must decide about; from the top when there is none below. */
export function nextAttention(): boolean {
  const all = steps();
  const at = current(all);
  const wanting = (step: HTMLElement) => step.closest("[data-attention='true']") !== null;
  return focusStep(all.slice(at + 1).find(wanting) ?? all.find(wanting));
}

/** Goes to what needs attention, or to the part's first step, as soon as the note shows it: a busy machine may need some frames. */
export function focusPart(part: string | undefined, frames = 120): void {
  requestAnimationFrame(() => {
    const all = steps();
    if (all.length === 0 && frames > 0) focusPart(part, frames - 1);
    else if (!nextAttention()) focusStep(all.find((step) => step.closest(`[data-part="${part}"]`)) ?? all[0]);
  });
}

/** What there is of a visit and not in its note: turns that it leaves out, and suggestions that nobody decided. */
export type Unused = "turns" | "suggestions";

export function focusUnused(what: Unused): void {
  document.querySelector<HTMLElement>(what === "turns" ? "[data-unused]" : "[data-undecided='true'] button")?.focus();
}

export function focusLine(id: string, caret?: number): void {
  const box = document.getElementById(`line-${id}`);
  if (!(box instanceof HTMLTextAreaElement)) return;
  box.focus();
  const at = caret ?? box.value.length;
  box.setSelectionRange(at, at);
}
