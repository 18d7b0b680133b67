import { Button, NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { ModelPrice, ModelUsage } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { formatMoney, formatNumber, localDay } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Action, Card, Dialog, DialogButtons, FailureNote, Loading } from "@shared/ui";
import classes from "./models.module.css";

function Prices({ prices, onClose }: { prices: readonly ModelPrice[]; onClose: () => void }) {
  const { t } = useI18n();
  const [items, setItems] = useState<ModelPrice[]>(prices.length > 0 ? [...prices] : [{ model: "", prompt_price: 0, answer_price: 0, currency: "EUR" }]);
  const run = useRun("setModelPrices");
  const change = (at: number, part: Partial<ModelPrice>) => setItems((now) => now.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate({ items: items.filter((one) => one.model !== "") }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("model.prices")} size="xl" onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <p>{t("model.prices_hint")}</p>
        {items.map((price, at) => (
          <div key={at} className={classes.prices}>
            <TextInput label={t("model.model")} value={price.model} spellCheck={false} onChange={(event) => change(at, { model: event.currentTarget.value })} />
            <NumberInput label={t("model.prompt_price")} min={0} allowDecimal={false} value={price.prompt_price} onChange={(value) => change(at, { prompt_price: Number(value) || 0 })} />
            <NumberInput label={t("model.answer_price")} min={0} allowDecimal={false} value={price.answer_price} onChange={(value) => change(at, { answer_price: Number(value) || 0 })} />
            <TextInput label={t("model.currency")} maxLength={3} value={price.currency} onChange={(event) => change(at, { currency: event.currentTarget.value.toUpperCase() })} />
            <Button variant="subtle" aria-label={t("model.price_remove", { name: price.model })} onClick={() => setItems((now) => now.filter((_, index) => index !== at))}>
              {t("model.delete")}
            </Button>
          </div>
        ))}
        <div>
          <Button variant="default" onClick={() => setItems((now) => [...now, { model: "", prompt_price: 0, answer_price: 0, currency: now.at(-1)?.currency ?? "EUR" }])}>
            {t("model.price_add")}
          </Button>
        </div>
        <FailureNote failure={run.error} />
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          <Button type="submit" loading={run.isPending}>
            {t("shared.save")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function Rows({ items }: { items: readonly ModelUsage[] }) {
  const { t } = useI18n();
  if (items.length === 0) return <p>{t("model.usage_none")}</p>;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("model.usage")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t("model.model")}</th>
            <th className={classes.number}>{t("model.calls")}</th>
            <th className={classes.number}>{t("model.prompt_tokens")}</th>
            <th className={classes.number}>{t("model.answer_tokens")}</th>
            <th className={classes.number}>{t("model.first_piece")}</th>
            <th className={classes.number}>{t("model.total")}</th>
            <th className={classes.number}>{t("model.cost")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.model}>
              <td>{one.model}</td>
              <td className={classes.number}>{formatNumber(one.calls)}</td>
              <td className={classes.number}>{formatNumber(one.prompt_tokens)}</td>
              <td className={classes.number}>
                {formatNumber(one.answer_tokens)}
                {one.uncounted > 0 ? <small> {t("model.uncounted", { count: one.uncounted })}</small> : null}
              </td>
              <td className={classes.number}>{one.first_piece_ms === null ? "–" : `${formatNumber(one.first_piece_ms)} ms`}</td>
              <td className={classes.number}>{formatNumber(one.total_ms)} ms</td>
              <td className={classes.number}>{one.cost === null || one.currency === null ? t("model.cost_unknown") : formatMoney(one.cost, one.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was asked of each model this month, and what it cost. */
export function Usage() {
  const { t } = useI18n();
  const [editing, setEditing] = useState(false);
  const to = localDay();
  const usage = useQuery(reading("listModelUsage", { from: `${to.slice(0, 7)}-01`, to }));
  const prices = useQuery(reading("listModelPrices", {}));
  return (
    <Card
      title={t("model.usage")}
      actions={
        <Action size="compact-sm" variant="default" needs="model:write" disabled={!prices.data} onClick={() => setEditing(true)}>
          {t("model.prices")}
        </Action>
      }
    >
      <FailureNote failure={usage.error ?? prices.error} />
      {usage.data ? <Rows items={usage.data.items} /> : usage.error ? null : <Loading />}
      {editing && prices.data ? <Prices prices={prices.data.items} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}
