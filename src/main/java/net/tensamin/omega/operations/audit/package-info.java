/**
 * Every call of an operator, with its caller, subject, time and address: each is a line in a file, and in a table that operators read.
 * What is recorded is decided in one place, by who calls and where, so that no resource has to think of it.
 */
package net.tensamin.omega.operations.audit;
