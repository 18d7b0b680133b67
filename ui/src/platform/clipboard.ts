/** Puts text on the clipboard; false where the browser does not let the page. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Absent where the connection is not trusted.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
