/**
 * The keys and certificates of this installation: those configured, or a development CA made on first start
 * (SPEC §7). Imports no other component.
 */
package net.tensamin.omega.pki;
