/**
 * Whole nodes, their clients, Omikrons, network, bus and database in one thread, with virtual time and one seed (src/site/simulation.md). The
 * classes of the server are the real ones; what stands in for I/O is here.
 */
package net.tensamin.omega.simulation;
