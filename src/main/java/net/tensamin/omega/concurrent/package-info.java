/** Data structures for many threads that know nothing of what they hold. Imports nothing. */
package net.tensamin.omega.concurrent;
