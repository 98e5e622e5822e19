/* What cannot be taken back is asked first. */

import { say } from "/page/tables.js";

const dialog = document.getElementById("ask");
const yes = document.getElementById("ask-yes");
const no = document.getElementById("ask-no");
const failure = document.getElementById("ask-failure");
const choosing = document.getElementById("ask-choice");
const select = document.getElementById("ask-select");
const form = document.getElementById("ask-form");
const fields = document.getElementById("ask-fields");

/**
 * Asks, and does it if the answer is yes. While it fails the question stays, and says why.
 *
 * @param question title, text and the name of the button that does it; where there is something to choose also `choice`, with its label, its options and
 * the one that is so now; where there is something to say also `fields`, each with its name, its label and attributes of an input; `calm` if it can be
 * taken back
 * @param deed is given what was chosen and what was said, by name, and resolves to the answer of the server
 * @param done called when the server has done it
 * @param refusals what to say of a status, where there is more to say than the server does
 */
export function ask({ title, text, button, choice, fields: said = [], calm = false }, deed, done, refusals = {}) {
  say(document.getElementById("ask-title"), title);
  say(document.getElementById("ask-text"), text);
  say(yes, button);
  say(failure, "");
  offer(choice);
  fields.replaceChildren(...said.flatMap(field));
  yes.classList.toggle("danger", !calm);
  yes.disabled = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    yes.disabled = true;
    say(failure, "");
    const values = Object.fromEntries([...fields.querySelectorAll("input")].map((input) => [input.name, input.value.trim()]));
    const refusal = await attempt(() => deed(select.value, values), refusals);
    yes.disabled = false;
    if (refusal) {
      say(failure, refusal);
    } else {
      dialog.close();
      done();
    }
  };
  no.onclick = () => dialog.close();
  dialog.showModal();
  ((calm && fields.querySelector("input")) || no).focus();
}

function field({ label, ...attributes }) {
  const input = Object.assign(document.createElement("input"), { autocomplete: "off", spellcheck: false, ...attributes });
  input.id = `ask-${input.name}`;
  const words = document.createElement("label");
  words.htmlFor = input.id;
  words.append(label);
  return [words, input];
}

function offer(choice) {
  choosing.hidden = !choice;
  select.replaceChildren();
  if (choice) {
    say(document.getElementById("ask-label"), choice.label);
    select.append(...choice.options.map((option) => new Option(option)));
    select.value = choice.value;
  }
}

async function attempt(deed, refusals) {
  try {
    const answer = await deed();
    return answer.ok ? "" : (refusals[answer.status] ?? `The server refused: ${(await answer.json()).message} (${answer.status})`);
  } catch {
    return "The server did not answer. Try again.";
  }
}
