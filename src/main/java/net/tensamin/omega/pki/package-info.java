/**
 * The keys and certificates of this installation: those configured, or a development CA made on first start
 * (SPEC §7). Imports {@code trust}.
 */
package net.tensamin.omega.pki;
