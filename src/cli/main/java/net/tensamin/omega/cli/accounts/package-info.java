/** What operators do with accounts: users, Iotas and Omikrons, one by one ({@code omega-cli user}, …) or many at a time ({@code accounts}). */
package net.tensamin.omega.cli.accounts;
