"use strict";

SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#swagger",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
