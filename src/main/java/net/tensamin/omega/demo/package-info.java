/**
 * Demo users, Iotas, an Omikron and their keys, so that anyone's client can be tried ({@code omega.demo=true}). Imports
 * {@code account}, {@code pki}.
 */
package net.tensamin.omega.demo;
