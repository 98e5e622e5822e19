package net.tensamin.omega.tauri;

/**
 * A line of a client, understood as far as it can be.
 *
 * @param id what the reply carries: the client's, or one made here where the line had none (SPEC §2)
 */
record TauriRequest(String id, TauriMessage.FromClient message) {}
