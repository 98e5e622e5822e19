/**
 * Faults of what Omega depends on, each made for real and under load: a model knows what must be in the store afterwards, and the time is taken from the end of the
 * fault until commits go on. {@code mvn verify} has a few of them and counts; {@code mvn verify -Pfaults} has all, asserts times, and writes {@code src/site/faults.md}.
 */
package net.tensamin.omega.faults;
