/** What differs between the desktop app and a browser. */
export { inTauri as isDesktop } from "@api/transport";
