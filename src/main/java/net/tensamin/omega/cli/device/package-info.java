/** {@code omega-cli device}: codes, enrolment and renewal by EST (RFC 7030), and what operators see and revoke. */
package net.tensamin.omega.cli.device;
