/** What one panel asks Prometheus. */
export interface PanelQuery {
  readonly expr: string;
  /** With `{{label}}`, as Grafana fills it in. */
  readonly legend: string;
}

/** A panel of the dashboard. */
export interface Panel {
  /** `stat`: one number that should stay small; `timeseries`: how it went. */
  readonly kind: 'stat' | 'timeseries';
  readonly title: string;
  readonly description: string;
  /** As Grafana names units. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  /** Red from here on. */
  readonly alarmAbove?: number;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A panel that shows how something went. */
export const lines = (title: string, unit: string, description: string, ...queries: PanelQuery[]): Panel => ({
  kind: 'timeseries',
  title,
  description,
  unit,
  queries,
});

/** A panel with one number that should stay small. */
export const number = (
  title: string,
  unit: string,
  alarmAbove: number,
  description: string,
  expr: string,
): Panel => ({
  kind: 'stat',
  title,
  description,
  unit,
  alarmAbove,
  queries: [{ expr, legend: title }],
});

/** A query and its legend. */
export const q = (expr: string, legend: string): PanelQuery => ({ expr, legend });
/** A share of a histogram's observations of five minutes, by labels. */
export const quantile = (share: number, metric: string, by: string): string =>
  `histogram_quantile(${share}, sum by (le, ${by}) (rate(${metric}_bucket[5m])))`;
