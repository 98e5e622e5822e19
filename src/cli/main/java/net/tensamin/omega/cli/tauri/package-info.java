/** {@code omega-cli tauri}, {@code listen}, {@code read}, {@code pending}: a Tauri client over QUIC (SPEC §1 to §4). */
package net.tensamin.omega.cli.tauri;
