/** Chromium as tests start it. It finds no host but this machine: its own questions to its maker would be taken for the program's, whose every way out is watched. */
export function chromium(...args: string[]): { executablePath: string; args: string[] } {
  return {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
      ...args,
    ],
  };
}
