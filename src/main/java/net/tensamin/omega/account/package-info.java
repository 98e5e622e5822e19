/**
 * Accounts: users, their Iotas, and Omikrons; and whom a certificate speaks for. Looks accounts up and serves profiles
 * (SPEC §6). Does not know who is online or what is pending. Imports no other component.
 */
package net.tensamin.omega.account;
