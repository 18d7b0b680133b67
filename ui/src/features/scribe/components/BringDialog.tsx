import { Button } from "@mantine/core";
import { call } from "@api/query";
import { useI18n } from "@shared/i18n";
import { Dialog, DialogButtons } from "@shared/ui";
import { useUpload } from "@features/documents";
import { BringIn, BringProgress } from "./BringIn";

/** Brings in a sound file of no visit; it waits on Today until somebody says whose it is. */
export function BringDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const upload = useUpload((upload_id) => call("importRecording", { upload_id }));
  const control = { upload: upload.state, bring: (file: File) => void upload.send(file), stopUpload: upload.stop };
  return (
    <Dialog title={t("bring.choose")} onClose={onClose}>
      <BringIn control={control}>
        <p>{t("bring.waits")}</p>
      </BringIn>
      <BringProgress control={control} done="bring.waiting" />
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("shared.close")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
