/** {@code omega-cli omikron}: a stand-in for an Omikron, over WSS (SPEC §5). */
package net.tensamin.omega.cli.omikron;
