/* The last five minutes as lines. What they say last stands beside them in words. */

import uPlot from "/page/uPlot.esm.js";
import { amount, millis, quantile, rate } from "/page/numbers.js";
import { element, say } from "/page/tables.js";

const POINTS = 300;
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
      ["notices", (now, last) => rate("omega_mailbox_notices_total", last, now)],
      ["pushes", (now, last) => rate("omega_tauri_pushes_total", last, now)],
      ["reads", (now, last) => rate("omega_mailbox_reads_total", last, now)],
    ],
  },
  {
    title: "From notice to push",
    format: millis,
    lines: [
      ["p50", (now, last, old) => quantile(push, 0.5, old, now)],
      ["p99", (now, last, old) => quantile(push, 0.99, old, now)],
    ],
  },
  {
    title: "Commits and heartbeats",
    format: millis,
    lines: [
      ["commit p50", (now, last, old) => quantile(commit, 0.5, old, now)],
      ["commit p99", (now, last, old) => quantile(commit, 0.99, old, now)],
      ["heartbeat p99", (now, last, old) => quantile(heartbeat, 0.99, old, now)],
    ],
  },
  {
    title: "Connections per second",
    format: amount,
    lines: [
      ["connects", (now, last) => rate("omega_tauri_connects_total", last, now)],
      ["ends", (now, last) => rate("omega_tauri_closes_total", last, now)],
      ["refusals", (now, last) => rate("omega_quic_refused_total", last, now)],
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
    this.#spec.lines.forEach(([, read], line) => {
      const value = read(now, last, old);
      this.#data[line + 1].push(value);
      say(this.#values[line], this.#spec.format(value));
    });
    if (this.#data[0].length > POINTS) {
      this.#data.forEach((column) => column.shift());
    }
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
      padding: [8, 8, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { range: (plot, least, most) => [(most ?? Date.now() / 1000) - POINTS, most ?? Date.now() / 1000] },
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

/** Takes readings, and remembers those that it needs. */
export class Plots {
  #plots;
  #readings = [];

  constructor(place) {
    this.#plots = PLOTS.map((spec) => new Plot(spec, place));
    dark.addEventListener("change", () => this.#plots.forEach((plot) => plot.draw()));
  }

  add(reading) {
    this.#plots.forEach((plot) => plot.add(reading, this.#readings.at(-1), this.#readings[0]));
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
