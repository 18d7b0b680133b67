import { useState, type DragEvent, type ReactNode } from "react";

/** Files may be dropped on all that is inside; `data-over` is true while some are held over it. */
export function DropZone({ className, onFiles, children }: { className: string | undefined; onFiles: (files: readonly File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const hold = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={className} data-over={over} onDragOver={hold} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children}
    </div>
  );
}
