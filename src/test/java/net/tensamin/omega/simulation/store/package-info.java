/**
 * A database at the level of its statements: tables, transactions that read what is committed, locks of rows. What the server's entities and named
 * queries ask of PostgreSQL and H2 it answers from memory; {@code StoreModelTest} compares it with them. Knows nothing of time and faults.
 */
package net.tensamin.omega.simulation.store;
