"use strict";

const asyncapi = document.getElementById("asyncapi");
fetch("/docs/asyncapi.yaml")
  .then((answer) => {
    if (!answer.ok) {
      throw new Error(`HTTP ${answer.status}`);
    }
    return answer.text();
  })
  .then(
    (text) => { asyncapi.textContent = text; },
    (failure) => { asyncapi.textContent = `The document could not be loaded: ${failure.message}`; },
  );
