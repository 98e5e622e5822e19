/**
 * How devices and operators get their certificates (SPEC §7): the authority that issues them, one-time codes, and EST (RFC 7030). What a
 * certificate says is decided by what the caller has shown, never by the request. Imports {@code account}, {@code device}, {@code operator}, {@code pki},
 * {@code trust}.
 */
package net.tensamin.omega.enrolment;
