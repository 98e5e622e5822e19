/**
 * How much of something one source may do: a {@link net.tensamin.omega.limits.Rate} as configured, held against a single source
 * ({@link net.tensamin.omega.limits.TokenBucket}) or against any number of them in fixed memory ({@link
 * net.tensamin.omega.limits.RateTable}), and the report of a source that goes past it ({@link
 * net.tensamin.omega.limits.Breaches}). What then happens to them is up to the component that asks.
 */
package net.tensamin.omega.limits;
