/**
 * H2 in a file, as a database that survives a power cut and a full disk (decisions/embedded-database.md): a journal below it, which
 * commits are synced to, and a mark beside it, by which an older or damaged file is known. Imports no other component.
 */
package net.tensamin.omega.embedded;
