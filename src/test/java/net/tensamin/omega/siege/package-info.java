/**
 * Attacks on the server as it ships, at {@code -Xmx512m}, with somebody who must not notice. A row is an {@link
 * net.tensamin.omega.siege.Attack}: add one to a list of rows, and the list to {@code SiegeIT.rows}. {@code mvn verify} runs them small
 * and asserts counts and bytes; {@code mvn verify -Psiege} runs them whole, asserts times and memory too, and writes their table to
 * {@code src/site/siege.md}.
 */
package net.tensamin.omega.siege;
