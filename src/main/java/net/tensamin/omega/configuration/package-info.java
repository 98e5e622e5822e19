/**
 * How a component declares the keys it is configured by, each a {@link net.tensamin.omega.configuration.Setting} with its
 * default, bounds and meaning, and reads them from MicroProfile Config. The table of src/site/configuration.md is tested against what is declared.
 */
package net.tensamin.omega.configuration;
