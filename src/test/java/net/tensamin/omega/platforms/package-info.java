/** The systems and processors that Omega is built on: whether what is native of each is there to be had. */
package net.tensamin.omega.platforms;
