/**
 * {@code omega-cli}: a Tauri client and a stand-in Omikron, for trying and for operating; here is what its commands share.
 * Packed in its own jar, never in the WAR. Imports no other component.
 */
package net.tensamin.omega.cli;
