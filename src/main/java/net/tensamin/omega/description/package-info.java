/**
 * What the build adds to the API's description that JAX-RS does not say: refusals, certificates and readable names. Only the build runs it; it is not
 * in the WAR, which carries what it wrote as {@code /docs/openapi.json}.
 */
package net.tensamin.omega.description;
