package net.tensamin.omega.http;

/** The body of a success that has nothing else to say (SPEC §6), as the API's description shows it. */
public record ApiSuccess(String status) {}
