/**
 * A device of Omega's own that tries a push from end to end now and then: over QUIC with a certificate, from the notice to the
 * proof, and from the read to the cleared badge. Imports {@code account}, {@code device}, {@code enrolment}, {@code mailbox},
 * {@code quic}.
 */
package net.tensamin.omega.canary;
