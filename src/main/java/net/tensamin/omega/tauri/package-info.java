/**
 * The Tauri client protocol (SPEC §2, §3): codec, session state machine, heartbeats, which sessions a user has. Does not
 * store anything. Imports {@code account}, {@code badge}, {@code cluster}, {@code device}, {@code quic}, {@code metrics},
 * {@code trace}.
 */
package net.tensamin.omega.tauri;
