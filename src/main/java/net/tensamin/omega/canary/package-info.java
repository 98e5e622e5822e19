/**
 * A device of Omega's own that tries the whole way of a push now and then: over QUIC with a certificate, from the notice to the
 * proof, and from the read to the cleared badge. Imports {@code account}, {@code device}, {@code enrolment}, {@code mailbox},
 * {@code quic}.
 */
package net.tensamin.omega.canary;
