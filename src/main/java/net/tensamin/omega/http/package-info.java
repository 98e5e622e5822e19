/**
 * The frame of the HTTPS API (SPEC §6): application path, callers, the error shape, CORS. The resources themselves live
 * with their components, which do not import this one. Imports {@code account}, {@code
 * device}, {@code pki}, {@code trust}.
 */
package net.tensamin.omega.http;
