/** {@code omega-cli device}: codes, enrolment and renewal, and what operators see and revoke. */
package net.tensamin.omega.cli.device;
