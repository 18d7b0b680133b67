export { Action, Card, Dialog, DialogButtons, Mark, Page, useTitle, type Tone } from "./controls";
export { announce } from "./announce";
export { Icon, type IconName } from "./Icon";
export { CommandKeys, Keys } from "./Keys";
export { DeniedState, EmptyState, ErrorState, FailureNote, Loading, useReason } from "./states";
export { notifyDone, notifyFailure } from "./notify";
export { AdminTabs } from "./AdminTabs";
export { DropZone } from "./DropZone";
export { useFocusBack } from "./useFocusBack";
