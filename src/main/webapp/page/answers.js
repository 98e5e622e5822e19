/* Answers of the API. */

/** Ids and revisions may be more than a script's numbers hold. */
export function parse(text) {
  return JSON.parse(text.replace(/("(?:user_id|iota_id|omikron_id|sender_id|sub_end|next|revision|cursor)":)(\d+)/g, '$1"$2"'));
}

/** The answer, or else an error whose message is for the operator. */
export async function get(path) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw new Error("The server did not answer. Try again.");
  }
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${JSON.parse(text).message} (${response.status})`);
  }
  return parse(text);
}
