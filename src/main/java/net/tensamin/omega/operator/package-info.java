/**
 * Operators: who they are, what each may do (SPEC §6), and by which certificates; durably, and in the memory of every server.
 * Does not know which call needs which role, nor how an operator gets its certificates. Imports {@code account}, {@code cluster},
 * {@code device}.
 */
package net.tensamin.omega.operator;
