/** Omega's HTTPS from a client's side: calls, what is shown to it, enrolment and renewal by EST (RFC 7030), and its files. */
package net.tensamin.omega.cli.https;
