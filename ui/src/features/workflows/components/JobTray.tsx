import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { reading } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { ErrorState, Icon, Loading } from "@shared/ui";
import { JobProgress } from "./JobProgress";
import classes from "./workflows.module.css";

/** Every long piece of work, from any screen. */
export function JobTray() {
  const { t } = useI18n();
  const can = useCan();
  const enabled = can("job:read");
  const { data, error, refetch } = useQuery({ ...reading("listJobs", { limit: 10 }), enabled });
  if (!enabled) return null;
  const running = data?.items.filter((job) => job.status === "running" || job.status === "queued").length ?? 0;
  return (
    <Popover width={360} position="bottom-end" withArrow>
      <Popover.Target>
        <button type="button" className={classes.tray} data-busy={running > 0} aria-label={t("job.tray", { count: running })}>
          <Icon name="jobs" />
          {running > 0 ? running : null}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {error && !data ? (
          <ErrorState failure={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Loading />
        ) : data.items.length === 0 ? (
          <p className={classes.empty}>{t("job.none")}</p>
        ) : (
          <div className={classes.jobs}>
            {data.items.map((job) => (
              <JobProgress key={job.job_id} job={job} />
            ))}
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
