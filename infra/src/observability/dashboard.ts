import { ROWS } from './dashboard-panels.ts';
import type { Panel } from './panel.ts';

const COLUMNS = 24;
const ROW_HEIGHT = 1;

/** Where Grafana keeps its data source; set by infra/observability/grafana/provisioning. */
const DATA_SOURCE = { type: 'prometheus', uid: 'hermod-prometheus' };

/** The dashboard as Grafana reads it: generated, so that its queries can be tested. */
export function dashboardDocument(): string {
  let id = 0;
  let y = 0;
  const panels: object[] = [];
  for (const { title, panels: own } of ROWS) {
    panels.push({
      id: (id += 1),
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: ROW_HEIGHT },
      panels: [],
    });
    y += ROW_HEIGHT;
    let x = 0;
    for (const panel of own) {
      const [w, h] = panel.kind === 'stat' ? [4, 4] : [8, 8];
      if (x + w > COLUMNS) {
        x = 0;
        y += h;
      }
      panels.push(toGrafana(panel, (id += 1), { x, y, w, h }));
      x += w;
    }
    y += own.at(-1)?.kind === 'stat' ? 4 : 8;
  }
  return `${JSON.stringify(frame(panels), null, 2)}\n`;
}

function frame(panels: readonly object[]): object {
  return {
    uid: 'hermod',
    title: 'Hermod',
    description:
      'From events to people: what flows, how fast, what is behind, and whether the promises hold.',
    tags: ['hermod'],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: [] },
    annotations: { list: [] },
    links: [],
    panels,
  };
}

function toGrafana(
  { kind, title, description, unit, queries, alarmAbove }: Panel,
  id: number,
  gridPos: object,
): object {
  const steps = [
    { color: 'green', value: null },
    ...(alarmAbove === undefined ? [] : [{ color: 'red', value: alarmAbove }]),
  ];
  return {
    id,
    type: kind,
    title,
    description,
    datasource: DATA_SOURCE,
    gridPos,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: { mode: 'absolute', steps },
        ...(kind === 'timeseries' ? { custom: { fillOpacity: 10, showPoints: 'never' } } : {}),
      },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { colorMode: 'background', graphMode: 'area', reduceOptions: { calcs: ['lastNotNull'] } }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource: DATA_SOURCE,
      expr,
      legendFormat: legend,
      range: true,
    })),
  };
}
