"use strict";

SwaggerUIBundle({
  url: "/openapi?format=JSON",
  dom_id: "#swagger",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
