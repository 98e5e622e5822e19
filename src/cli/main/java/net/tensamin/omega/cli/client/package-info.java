/**
 * The behaviour of a Tauri client: the reference for whoever writes one. {@link net.tensamin.omega.cli.client.TauriClient}
 * lives across connections, {@link net.tensamin.omega.cli.client.ClientSession} is one of them (SPEC §1 to §4),
 * {@link net.tensamin.omega.cli.client.Badges} is what a device keeps. Plain objects: no socket, thread, clock or file; {@code
 * cli.tauri} has those.
 */
package net.tensamin.omega.cli.client;
