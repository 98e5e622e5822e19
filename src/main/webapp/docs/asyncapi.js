"use strict";

/** An element; children are nodes or texts. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.flat());
  return made;
}

/** A text in which what stands between backticks is code. */
function words(text) {
  return (text ?? "").split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
}

class Channel {
  constructor(api, name) {
    Object.assign(this, { api, name, channel: api.channels[name] });
  }

  /** What references lead to. */
  follow({ $ref, ...node }) {
    return $ref ? this.follow($ref.slice("#/".length).split("/").reduce((at, step) => at[step], this.api)) : node;
  }

  render() {
    const { title, description, servers, messages } = this.channel;
    return element("section", { id: this.name },
      element("h2", {}, title),
      servers.map((server) => this.server(this.follow(server))),
      element("p", {}, words(description)),
      element("h3", {}, "What is said"),
      element("div", { className: "operations" }, this.operations()),
      element("h3", {}, "Messages"),
      Object.entries(messages).map(([name, message]) => this.message(name, this.follow(message))),
      element("h3", {}, "Close codes"),
      table(["Code", "Meaning"], Object.entries(this.channel["x-close-codes"])
        .map(([code, meaning]) => [element("code", {}, code), words(meaning)])));
  }

  server({ protocol, host, pathname = "", description }) {
    return element("p", {}, element("code", {}, `${protocol}://${host}${pathname}`), " ", words(description));
  }

  operations() {
    return Object.values(this.api.operations)
      .filter(({ channel }) => channel.$ref === `#/channels/${this.name}`)
      .map(({ action, summary, messages, reply }) => element("article", {},
        element("p", {}, element("b", {}, action === "send" ? "Omega sends " : "Omega receives "), this.links(messages)),
        reply ? element("p", {}, "answers with ", this.links(reply.messages)) : [],
        summary ? element("p", {}, words(summary)) : []));
  }

  links(messages) {
    return messages.flatMap(({ $ref }, place) => {
      const name = $ref.split("/").at(-1);
      return [place ? ", " : "", element("a", { href: `#${this.name}-${name}` }, name)];
    });
  }

  message(name, { description, payload, examples = [] }) {
    return element("article", { id: `${this.name}-${name}` },
      element("h4", {}, name),
      element("p", {}, words(description)),
      table(["Member", "Type", "Meaning"], this.members(payload, "")),
      examples.map(({ payload: example }) => element("pre", { tabIndex: 0 }, JSON.stringify(example))));
  }

  /** A row for each member, those of objects within after it. */
  members(schema, prefix) {
    const { properties = {}, required = [] } = schema;
    return Object.entries(properties).flatMap(([name, reference]) => {
      const member = this.follow(reference);
      const path = `${prefix}${name}`;
      const optional = required.includes(name) ? [] : element("small", {}, " optional");
      const row = [[element("code", {}, path), optional], this.type(member), words(member.description)];
      const items = member.items ? this.follow(member.items) : {};
      return [row, ...this.members(member, `${path}.`), ...this.members(items, `${path}[].`)];
    });
  }

  type(schema) {
    const { type, const: only, enum: values, items, oneOf, format, minimum, pattern, contentEncoding } = schema;
    if (only !== undefined || values) {
      return (values ?? [only]).flatMap((value, place) => [place ? ", " : "", element("code", {}, JSON.stringify(value))]);
    }
    if (oneOf) {
      return oneOf.flatMap((each, place) => [place ? ", or " : "", ...this.type(this.follow(each))]);
    }
    if (items) {
      return ["array of ", ...this.type(this.follow(items))];
    }
    const bound = minimum === undefined ? "" : `, from ${minimum}`;
    const form = pattern ? [" ", element("code", {}, pattern)] : [];
    return [`${[type].flat().join(" or ")}${bound}`, ...form, contentEncoding || format ? ` (${contentEncoding ?? format})` : ""];
  }
}

function table(heads, rows) {
  return element("div", { className: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells.map((cell) => element("td", {}, cell)))))));
}

async function show() {
  const answer = await fetch("/docs/asyncapi.yaml");
  if (!answer.ok) {
    throw new Error(`HTTP ${answer.status}`);
  }
  const api = jsyaml.load(await answer.text());
  return [
    element("p", {}, words(api.info.description)),
    element("p", {}, Object.entries(api.channels).flatMap(([name, { title }], place) =>
      [place ? " · " : "", element("a", { href: `#${name}` }, title)])),
    ...Object.keys(api.channels).map((name) => new Channel(api, name).render()),
  ];
}

show()
  .catch((failure) => [element("p", {}, `The document could not be loaded: ${failure.message}`)])
  .then((nodes) => {
    document.getElementById("asyncapi").replaceChildren(...nodes);
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });
