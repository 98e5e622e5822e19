/** {@code omega-cli operator}: who the operators are, what each may do, and their certificates. */
package net.tensamin.omega.cli.operators;
