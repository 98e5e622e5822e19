/**
 * The database: data source, schema migration, JPA converters. Entities live with their components. Imports
 * {@code embedded}.
 */
package net.tensamin.omega.store;
