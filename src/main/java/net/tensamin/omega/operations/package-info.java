/** What operators see. May import any component. */
package net.tensamin.omega.operations;
