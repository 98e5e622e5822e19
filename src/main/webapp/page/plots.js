/* The last hour as lines, with what the servers remember of the time before the page was opened. What they say last stands beside them in words. */

import uPlot from "/page/uPlot.esm.js";
import { amount, millis, quantile, rate } from "/page/numbers.js";
import { element, say } from "/page/tables.js";

const SECONDS = 3600;
const AGAIN_MS = 10_000;
const ALL = "*";
const HEIGHT = 190;

/** Of the figures beside a plot, which have one digit after the point. */
const STEPS = [-1, 0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

const DASHES = [[], [7, 4], [2, 3]];
const COLORS = ["--plot-a", "--plot-b", "--plot-c"];

/** Latency is that of the last readings, as a single second may have few events. */
const LATENCY_READINGS = 10;

const commit = "omega_mailbox_commit_seconds";
const heartbeat = "omega_tauri_heartbeat_seconds";
const push = "omega_tauri_push_seconds";

const PLOTS = [
  {
    title: "Per second",
    format: amount,
    lines: [
      ["notices", "notices", (now, last) => rate("omega_mailbox_notices_total", last, now)],
      ["pushes", "pushes", (now, last) => rate("omega_tauri_pushes_total", last, now)],
      ["reads", "reads", (now, last) => rate("omega_mailbox_reads_total", last, now)],
    ],
  },
  {
    title: "From notice to push",
    format: millis,
    lines: [
      ["p50", "push p50", (now, last, old) => quantile(push, 0.5, old, now)],
      ["p99", "push p99", (now, last, old) => quantile(push, 0.99, old, now)],
    ],
  },
  {
    title: "Commits and heartbeats",
    format: millis,
    lines: [
      ["commit p50", "commit p50", (now, last, old) => quantile(commit, 0.5, old, now)],
      ["commit p99", "commit p99", (now, last, old) => quantile(commit, 0.99, old, now)],
      ["heartbeat p99", "heartbeat p99", (now, last, old) => quantile(heartbeat, 0.99, old, now)],
    ],
  },
  {
    title: "Connections per second",
    format: amount,
    lines: [
      ["connects", "connects", (now, last) => rate("omega_tauri_connects_total", last, now)],
      ["ends", "ends", (now, last) => rate("omega_tauri_closes_total", last, now)],
      ["refusals", "refusals", (now, last) => rate("omega_quic_refused_total", last, now)],
    ],
  },
];

const dark = matchMedia("(prefers-color-scheme: dark)");

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function legendKey(line) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 28 8");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M0 4H28");
  path.setAttribute("stroke", color(COLORS[line]));
  path.setAttribute("stroke-width", "3");
  path.setAttribute("stroke-dasharray", DASHES[line].join(" "));
  svg.append(path);
  return svg;
}

class Plot {
  #spec;
  #canvas = element("div");
  #legend = element("ul");
  #values;
  #plot = null;
  #data;

  constructor(spec, place) {
    this.#spec = spec;
    this.#data = [[], ...spec.lines.map(() => [])];
    this.#values = spec.lines.map(() => element("b", "", "–"));
    this.#canvas.setAttribute("aria-hidden", "true");
    const caption = element("figcaption", "", element("span", "", spec.title), this.#legend);
    place.append(element("figure", "", caption, this.#canvas));
    this.draw();
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(this.#canvas);
  }

  /** Anew, in the colors of now. */
  draw() {
    this.#legend.replaceChildren(
      ...this.#spec.lines.map(([name], line) => element("li", "", legendKey(line), `${name} `, this.#values[line])),
    );
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), this.#data, this.#canvas);
  }

  add(now, last, old) {
    this.#data[0].push(now.at / 1000);
    this.#spec.lines.forEach(([, , read], line) => {
      const value = read(now, last, old);
      this.#data[line + 1].push(value);
      say(this.#values[line], this.#spec.format(value));
    });
    while (this.#data[0][0] < now.at / 1000 - SECONDS) {
      this.#data.forEach((column) => column.shift());
    }
    this.#plot.setData(this.#data);
  }

  /** What was before, in place of what is shown. */
  fill({ names, points }) {
    const columns = this.#spec.lines.map(([, name]) => names.indexOf(name) + 1);
    this.#data = [points.map(([at]) => at / 1000), ...columns.map((column) => points.map((point) => point[column]))];
    const last = points.at(-1);
    this.#values.forEach((value, line) => say(value, this.#spec.format(last?.[columns[line]])));
    this.#plot.setData(this.#data);
  }

  /** Nothing is known of a while: the lines have a gap. */
  gap(at) {
    this.#data.forEach((column, index) => column.push(index === 0 ? at / 1000 : null));
    this.#values.forEach((value) => say(value, "–"));
    this.#plot.setData(this.#data);
  }

  #size() {
    return { width: Math.max(200, this.#canvas.clientWidth), height: HEIGHT };
  }

  #options() {
    const axis = {
      stroke: color("--soft"),
      font: "12px system-ui, sans-serif",
      grid: { stroke: color("--line"), width: 1 },
      ticks: { show: false },
    };
    return {
      ...this.#size(),
      padding: [8, 20, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { range: (plot, least, most) => [(most ?? Date.now() / 1000) - SECONDS, most ?? Date.now() / 1000] },
        y: { range: (plot, least, most) => [0, Math.max(1, (most ?? 0) * 1.15)] },
      },
      axes: [
        { ...axis, size: 28, space: 90, values: [[1, "{HH}:{mm}", null, null, null, null, null, null, 0]] },
        { ...axis, size: 62, incrs: STEPS, values: (plot, splits) => splits.map((split) => this.#spec.format(split)) },
      ],
      series: [
        {},
        ...this.#spec.lines.map(([label], line) => ({
          label,
          stroke: color(COLORS[line]),
          dash: DASHES[line],
          width: 2,
          points: { show: false },
        })),
      ],
    };
  }
}

/** The points of several servers as those of one: what counts is added, of times the longest is taken. */
function together(nodes) {
  const names = nodes[0].names;
  const moments = new Map();
  for (const { points } of nodes) {
    for (const point of points) {
      const at = Math.round(point[0] / AGAIN_MS) * AGAIN_MS;
      moments.set(at, [...(moments.get(at) ?? []), point]);
    }
  }
  const merge = (values, name) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) {
      return null;
    }
    return / p\d+$/.test(name) ? Math.max(...known) : known.reduce((all, one) => all + one, 0);
  };
  const points = [...moments]
    .sort(([a], [b]) => a - b)
    .map(([at, rows]) => [at, ...names.map((name, column) => merge(rows.map((row) => row[column + 1]), name))]);
  return { names, points };
}

/** Takes readings of this server, and asks for what all servers remember. */
export class Plots {
  #plots;
  #readings = [];
  #node = document.getElementById("plots-node");
  #again = 0;

  constructor(place) {
    this.#plots = PLOTS.map((spec) => new Plot(spec, place));
    dark.addEventListener("change", () => this.#plots.forEach((plot) => plot.draw()));
    this.#node.addEventListener("change", () => this.load());
  }

  /** Shows the last hour of the server that is chosen; of another than this one again and again. */
  async load() {
    clearTimeout(this.#again);
    try {
      const answer = await fetch("/api/operations/history");
      if (answer.ok) {
        this.#show((await answer.json()).nodes);
      }
    } catch {
      // the stream says that the server is away
    }
    if (this.#node.value) {
      this.#again = setTimeout(() => this.load(), AGAIN_MS);
    }
  }

  #show(nodes) {
    const [self, ...others] = nodes;
    const choices = [["", "this server"], ...others.map(({ name }) => [name, name]), [ALL, "all servers together"]];
    if (choices.map(([value]) => value).join() !== [...this.#node.options].map(({ value }) => value).join()) {
      const chosen = this.#node.value;
      this.#node.replaceChildren(...choices.map(([value, text]) => new Option(text, value, false, value === chosen)));
      document.getElementById("plots-form").hidden = others.length === 0;
    }
    const chosen = this.#node.value === ALL ? together(nodes) : (others.find(({ name }) => name === this.#node.value) ?? self);
    this.#plots.forEach((plot) => plot.fill(chosen));
  }

  add(reading) {
    if (!this.#node.value) {
      this.#plots.forEach((plot) => plot.add(reading, this.#readings.at(-1), this.#readings[0]));
    }
    this.#readings.push(reading);
    if (this.#readings.length > LATENCY_READINGS) {
      this.#readings.shift();
    }
  }

  /** Readings stopped: what comes next is not compared with what came before. */
  stop() {
    if (this.#readings.length > 0) {
      this.#plots.forEach((plot) => plot.gap(this.#readings.at(-1).at + 1));
      this.#readings = [];
    }
  }
}
