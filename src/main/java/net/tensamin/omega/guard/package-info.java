/**
 * What a client of HTTPS meets before the server's parser of HTTP does: how many may come, what each may take of time and
 * memory, and that what it sends is a request (SPEC §6). On Payara, whose listener it is put into; other servers have their own
 * ways. Requests go on whole, so no thread waits for one. Imports {@code account}, {@code http}.
 */
package net.tensamin.omega.guard;
