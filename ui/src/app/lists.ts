/** Moving through rows of any list by key: rows are links or buttons that say so. */

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-list-row]")].filter((row) => row.offsetParent !== null);
}

export function moveInList(step: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next]?.focus();
}

export function openInList(): void {
  if (document.activeElement instanceof HTMLElement && rows().includes(document.activeElement)) document.activeElement.click();
}
