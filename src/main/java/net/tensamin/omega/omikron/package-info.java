/**
 * The upstream link (SPEC §5): the WebSocket endpoint, the link's state machine and messages, the X448 challenge. Imports
 * {@code account}, {@code badge}, {@code presence}, {@code mailbox}, {@code websocket}.
 */
package net.tensamin.omega.omikron;
