/**
 * Who did what as an operator, to whom, when and from where: each call is a line in a file, and in a table that operators read.
 * What is recorded is decided in one place, by who calls and where, so that no resource has to think of it.
 */
package net.tensamin.omega.operations.audit;
