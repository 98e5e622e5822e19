package net.tensamin.omega.cli.tauri;

import java.util.function.Supplier;
import net.tensamin.omega.cli.client.Fallback;

/**
 * Makes connections to one server. Either may fail with a {@link net.tensamin.omega.cli.Failure}: the host has no address, or a file cannot be used.
 *
 * @param polling for when QUIC has no answer
 */
record Dialer(Supplier<Connection> quic, Supplier<Connection> polling, Fallback fallback) {}
