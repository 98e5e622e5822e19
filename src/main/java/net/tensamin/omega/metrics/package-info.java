/**
 * What is counted, timed and gauged, and how it reads at {@code /metrics}. A component asks {@link
 * net.tensamin.omega.metrics.Meters} for its meters once and keeps them; using one is an addition to a {@code LongAdder}, on
 * any thread, with or without a container. Which callers may see the page is up to {@code operations}. Imports nothing.
 */
package net.tensamin.omega.metrics;
