/**
 * Long polling (RFC 6202 §2) for clients whose network blocks UDP (SPEC §6): serves what a user has pending, and lets a device wait for the
 * next change of it. Does not store anything. Imports {@code account}, {@code badge}, {@code device}, {@code http}, {@code mailbox},
 * {@code tauri}.
 */
package net.tensamin.omega.longpoll;
