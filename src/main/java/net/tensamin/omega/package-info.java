/** Omega, a push-notification server. Each sub-package is one component. */
package net.tensamin.omega;
