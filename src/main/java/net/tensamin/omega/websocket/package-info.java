/**
 * The WebSocket protocol (RFC 6455) on a servlet container's upgraded connections: text messages in, text messages out, many
 * in one write. No extensions, no subprotocols, no binary messages. Imports no other component.
 */
package net.tensamin.omega.websocket;
