/* Tables that change under the reader's eyes, and do so quietly. */

/** An element with its classes and what is in it. */
export function element(name, classes = "", ...children) {
  const made = document.createElement(name);
  made.className = classes;
  made.append(...children);
  return made;
}

/** Says something if it is not said already: what does not change is not touched. */
export function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * Shows items as rows. A row stays the same element while its key does, so that whoever is at one of its buttons stays there;
 * and keeps its place while the table is pointed at or focus is in it, so that nobody hits another row than was meant.
 *
 * @param key of an item
 * @param make a row with its cells
 * @param update fills a row's cells
 */
export function rows(table, items, { key, make, update }) {
  const body = table.tBodies[0];
  const there = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  const held = body.matches(":hover") || body.contains(document.activeElement);
  const wanted = items.map((item) => {
    const row = there.get(key(item)) ?? make(item);
    row.dataset.key = key(item);
    update(row, item);
    there.delete(key(item));
    return row;
  });
  there.forEach((row) => row.remove());
  if (held) {
    body.append(...wanted.filter((row) => row.parentNode !== body));
  } else {
    wanted.forEach((row, at) => body.rows[at] !== row && body.insertBefore(row, body.rows[at] ?? null));
  }
  table.hidden = items.length === 0;
}

/** Rows of texts: the first is the row's header. */
export function texts(classes) {
  return {
    make: () => {
      const row = element("tr");
      row.append(
        ...classes.map((given, at) => {
          const cell = element(at === 0 ? "th" : "td", given);
          if (at === 0) {
            cell.scope = "row";
          }
          return cell;
        }),
      );
      return row;
    },
    fill: (row, values) => values.forEach((value, at) => say(row.cells[at], value)),
  };
}
