/** The threads on which the other components do what may block. */
package net.tensamin.omega.threads;
