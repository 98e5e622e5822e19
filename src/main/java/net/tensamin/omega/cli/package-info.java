/**
 * {@code omega-cli}: the reference Tauri client and a stand-in Omikron, for trying and for operating. Packed in its own
 * jar, never in the WAR. Imports no other component.
 */
package net.tensamin.omega.cli;
