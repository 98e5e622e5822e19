/** What operators ask a server, and tell it: health, drain, a user's trace, and what operators did. */
package net.tensamin.omega.cli.operator;
