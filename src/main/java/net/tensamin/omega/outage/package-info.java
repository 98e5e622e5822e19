/**
 * Whether the database can do what it is asked, and how an operator learns that: what a failure says about the
 * database, the lines of an outage, and the silence of everybody else meanwhile. Imports no other component.
 */
package net.tensamin.omega.outage;
