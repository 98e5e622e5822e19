/* What the samples of /metrics mean to people. Where something is not known it is null. */

/** The samples of one name by the value of their label: `by("a_total", samples)` of `a_total{reason="x"}` is `{x: …}`. */
export function by(name, samples) {
  const found = {};
  for (const [series, value] of Object.entries(samples)) {
    if (series.startsWith(`${name}{`)) {
      found[series.slice(series.indexOf('"') + 1, -2)] = value;
    }
  }
  return found;
}

/** The sum of the samples of a name, whatever their labels. */
export function sum(name, samples) {
  return Object.values(by(name, samples)).reduce((all, one) => all + one, samples[name] ?? 0);
}

/** How much a counter grew a second between two readings; null without the earlier, and after a restart. */
export function rate(name, earlier, later) {
  const grown = earlier && later.at > earlier.at ? sum(name, later.samples) - sum(name, earlier.samples) : -1;
  return grown < 0 ? null : (grown * 1000) / (later.at - earlier.at);
}

/** What a part of the times that a histogram recorded between two readings stayed below, in ms, between its bounds. */
export function quantile(name, part, earlier, later) {
  if (!earlier) {
    return null;
  }
  const before = by(`${name}_bucket`, earlier.samples);
  const buckets = Object.entries(by(`${name}_bucket`, later.samples))
    .map(([bound, count]) => [bound === "+Inf" ? Infinity : Number(bound), count - (before[bound] ?? 0)])
    .sort(([a], [b]) => a - b);
  const all = buckets.at(-1)?.[1] ?? 0;
  if (all <= 0) {
    return null;
  }
  let bound = 0;
  let below = 0;
  for (const [next, count] of buckets) {
    if (count >= part * all) {
      const within = next === Infinity ? 0 : ((part * all - below) / (count - below)) * (next - bound);
      return (bound + within) * 1000;
    }
    bound = next;
    below = count;
  }
  return null;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** Short enough for a tile. */
export function amount(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  return Math.abs(value) < 10 ? tenths.format(value) : whole.format(value);
}

/** @param thing in the singular */
export function counted(value, thing) {
  return `${amount(value)} ${thing}${value === 1 ? "" : "s"}`;
}

const hours = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** The time of day, where the operator is. */
export function clock(time) {
  return hours.format(new Date(time));
}

const days = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** The time of day, after the day unless it is today's. */
export function moment(time) {
  const day = days.format(new Date(time));
  return day === days.format(new Date()) ? clock(time) : `${day}, ${clock(time)}`;
}

export function millis(value) {
  if (value === null || value === undefined || value < 0) {
    return "–";
  }
  return value < 10_000 ? `${amount(value)} ms` : `${amount(value / 1000)} s`;
}

/** Its two greatest parts. */
export function duration(ms) {
  if (ms === null || ms === undefined) {
    return "–";
  }
  const seconds = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = Math.min(parts.findIndex(([count]) => count > 0) >>> 0, 3);
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

const UNITS = ["bytes", "KB", "MB", "GB", "TB", "PB"];

/** Bytes, in the greatest unit of which there is one. */
export function size(bytes) {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${amount(bytes / 1000 ** power)} ${UNITS[power]}`;
}
