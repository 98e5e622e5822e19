/**
 * QUIC stacks that nobody here wrote, against the WAR as it ships. {@code ../../../../../README.md} says how their clients are spoken
 * to. A {@link net.tensamin.omega.interop.Row} is something that each is asked to do, a {@link net.tensamin.omega.interop.Trial} one
 * stack doing it, the {@link net.tensamin.omega.interop.Matrix} all of them, of which a page is written.
 */
package net.tensamin.omega.interop;
