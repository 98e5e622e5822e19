/* What cannot be taken back is asked first. */

import { say } from "/page/tables.js";

const dialog = document.getElementById("ask");
const yes = document.getElementById("ask-yes");
const no = document.getElementById("ask-no");
const failure = document.getElementById("ask-failure");

/**
 * Asks, and does it if the answer is yes. While it fails the question stays, and says why.
 *
 * @param question title, text and the name of the button that does it
 * @param deed resolves to the answer of the server
 * @param done called when the server has done it
 * @param refusals what to say of a status, where there is more to say than the server does
 */
export function ask({ title, text, button }, deed, done, refusals = {}) {
  say(document.getElementById("ask-title"), title);
  say(document.getElementById("ask-text"), text);
  say(yes, button);
  say(failure, "");
  yes.disabled = false;
  yes.onclick = async () => {
    yes.disabled = true;
    say(failure, "");
    const refusal = await attempt(deed, refusals);
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
  no.focus();
}

async function attempt(deed, refusals) {
  try {
    const answer = await deed();
    return answer.ok ? "" : (refusals[answer.status] ?? `The server refused: ${(await answer.json()).message} (${answer.status})`);
  } catch {
    return "The server did not answer. Try again.";
  }
}
