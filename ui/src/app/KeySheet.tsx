import { useI18n } from "@shared/i18n";
import { Dialog, KeyList } from "@shared/ui";
import { useMe } from "@shared/session";

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { preferences } = useMe();
  return (
    <Dialog title={t("command.keys")} onClose={onClose} size="xl">
      {preferences.single_keys ? null : <p>{t("keys.single_off")}</p>}
      <KeyList />
    </Dialog>
  );
}
