/** How the other components use the container's threads without asking for one each time. */
package net.tensamin.omega.threads;
