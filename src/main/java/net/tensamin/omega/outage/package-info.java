/**
 * Whether the database can do what it is asked, and how an operator hears of it: what a failure says of it, the lines of an outage,
 * and the silence of everybody else meanwhile. Imports no other component.
 */
package net.tensamin.omega.outage;
