/**
 * The database: data source, schema migration, JPA converters. Entities live with their components. Imports no other
 * component.
 */
package net.tensamin.omega.store;
