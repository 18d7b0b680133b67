/** Who may do what, for the words on a disabled control; the server decides. */
import type { Role } from "@api/bindings";

export type Permission =
  | "patient:read"
  | "patient:write"
  | "patient:import"
  | "visit:read"
  | "visit:write"
  | "visit:sign"
  | "visit:export"
  | "visit:import"
  | "recording:read"
  | "recording:write"
  | "recording:clean"
  | "model:read"
  | "model:write"
  | "model:use"
  | "key:use"
  | "key:write"
  | "job:read"
  | "job:write"
  | "upload:write"
  | "user:read"
  | "user:write"
  | "audit:read";

const HOLDERS: Record<Permission, Role[]> = {
  "patient:read": ["admin", "clinician", "assistant", "front_desk", "pharmacist", "billing", "viewer"],
  "patient:write": ["admin", "clinician", "assistant", "front_desk"],
  "patient:import": ["admin", "clinician"],
  "visit:read": ["admin", "clinician", "assistant", "pharmacist", "viewer"],
  "visit:write": ["admin", "clinician", "assistant"],
  "visit:sign": ["admin", "clinician"],
  "visit:export": ["admin", "clinician"],
  "visit:import": ["admin", "clinician"],
  "recording:read": ["admin", "clinician", "assistant"],
  "recording:write": ["admin", "clinician", "assistant"],
  "recording:clean": ["admin"],
  "model:read": ["admin", "clinician"],
  "model:write": ["admin"],
  "model:use": ["admin", "clinician"],
  "key:use": ["admin", "clinician", "assistant"],
  "key:write": ["admin"],
  "job:read": ["admin", "clinician", "assistant", "front_desk"],
  "job:write": ["admin", "clinician"],
  "upload:write": ["admin", "clinician", "assistant"],
  "user:read": ["admin", "auditor"],
  "user:write": ["admin"],
  "audit:read": ["admin", "auditor"],
};

export function holders(permission: Permission): Role[] {
  return HOLDERS[permission];
}

/** Whether a list of permissions grants one; `patient:*` and `*` grant whole groups. */
export function grants(granted: readonly string[], wanted: Permission): boolean {
  const [group] = wanted.split(":");
  return granted.includes(wanted) || granted.includes(`${group}:*`) || granted.includes("*");
}
