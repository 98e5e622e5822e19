/**
 * The frame of the HTTPS API (SPEC §6): application path, callers and what each may do, the error shape, CORS. The resources themselves live
 * with their components, which do not import this one. Imports {@code account}, {@code device}, {@code operator}, {@code pki},
 * {@code trust}.
 */
package net.tensamin.omega.http;
